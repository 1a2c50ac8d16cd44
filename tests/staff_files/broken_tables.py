"""Files whose text, header or columns are not what they should be, or that are no table at all."""

from __future__ import annotations

from staff_files.made import BOTH, HEADER, TWO, Broken, csv, more


def encrypted() -> bytes:
    """The outside of an encrypted .xlsx: a compound file that names its one stream so."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1016 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 3000


BROKEN_TABLES = [
    # encodings and delimiters
    Broken("byte order mark", b"\xef\xbb\xbf" + csv(HEADER + TWO), ("2 people on the list",)),
    Broken(
        "utf-16 with tabs", csv((HEADER + TWO).replace(",", "\t"), "utf-16"), ("2 people on the list",), file="s.txt"
    ),
    Broken("utf-16 without mark", csv((HEADER + TWO).replace(",", "\t"), "utf-16-le"), ("2 people",)),
    Broken(
        "windows-1252",
        csv(HEADER + TWO + "José Núñez,jose@mill.example,A81001,GP\n", "cp1252"),
        ("the file is not in UTF-8", "one word reads: José"),
        (*BOTH, "José Núñez"),
    ),
    Broken(
        "letters saved twice",
        csv(HEADER + TWO + "JosÃ© Roe,jose@mill.example,A81001,GP\n"),
        ('row 4, column Name: "JosÃ© Roe" was read as "José Roe"',),
        (*BOTH, "José Roe"),
    ),
    Broken("semicolons", csv((HEADER + TWO).replace(",", ";")), ("2 people on the list",)),
    Broken("bars", csv((HEADER + TWO).replace(",", "|")), ("2 people on the list",)),
    Broken(
        "excel's sep line",
        csv("sep=;\r\n" + (HEADER + TWO + "x;bad;A81001;GP\n").replace(",", ";")),
        ('row 4, column Email: "bad" is no e-mail address',),
        code=3,
    ),
    Broken(
        "a stray quote",
        csv(HEADER + '"Amy Lee,amy.lee@mill.example,A81001,HCA\n' + TWO),
        ("row 2: a quotation mark is opened and never closed",),
        ("Amy Lee", *BOTH),
    ),
    Broken("nul bytes", csv((HEADER + TWO).replace("Shah", "Sh\0ah")), ("2 people on the list",)),
    # headers
    Broken(
        "headers in other words, case and order",
        csv(
            'JOB  TITLE,"Practice\nCode",E-Mail Address,Surname,Forename\n'
            "GP,A81001,priya.shah@mill.example,Shah,Priya\nReceptionist,A81002,tom.jones@hill.example,Jones,Tom\n"
        ),
        ("2 people on the list",),
    ),
    Broken(
        "title rows above",
        csv("Riverside PCN staff list,,,\nUpdated 3 March 2026,,,\n,,,\n" + HEADER + TWO + "Amy,amy,A81001,GP\n"),
        ('row 7, column Email: "amy" is no e-mail address',),
        code=3,
    ),
    Broken(
        "two header rows",
        csv(
            "Person,,Practice,,Post\nName,E-mail,Code,Name,Title\n"
            "Priya Shah,priya.shah@mill.example,A81001,Mill Lane,GP\n"
            "Tom Jones,tom.jones@hill.example,81002,Hill Road,Receptionist\n"
        ),
        ('row 4, column Practice Code: "81002" is no ODS code: its letter is missing',),
        ("Priya Shah",),
    ),
    Broken(
        "the header again, a total, blank rows, a vacancy",
        csv(HEADER + "\n" + TWO + ",,,\n" + HEADER + "Vacancy,,Mill Lane,GP\nTotal,2,,\n"),
        ("row 6: the header stands here once more", "row 7: a post without a person", "row 8: a total"),
    ),
    Broken("no header", csv(TWO), ("no header row was found", "Priya Shah"), ()),
    Broken(
        "a required column is missing",
        csv("Name,Practice,Grade\nA,B,C\n"),
        (
            "there is no column for email",
            "there is no column for role",
            "The columns found in row 1 are: Name, Practice, Grade",
            "It may be called: email, e mail",
        ),
        (),
    ),
    Broken("only a header", csv(HEADER), ("there is a header but nobody below it",), ()),
    Broken("empty", b"", ("the file is empty",), ()),
    Broken("only blanks", b"\xef\xbb\xbf \r\n\r\n", ("the file is empty",), ()),
    Broken(
        "the same column twice",
        csv("Name,Email,E-mail,Practice,Role\n" + TWO.replace("example,", "example,x@y.example,")),
        ('column "E-mail" says the same as one before it',),
    ),
    # not a table at all
    Broken("a PDF", b"%PDF-1.7 ...", ("this is a PDF",), (), file="staff.xlsx"),
    Broken("junk", bytes(range(32)) * 40, ("neither text nor a spreadsheet",), ()),
    Broken(
        "a broken workbook", b"PK\x03\x04 this was once a workbook", ("the workbook cannot be read",), (), file="s.xlsx"
    ),
    Broken("a password", encrypted, ("protected by a password", "save a copy without one"), (), file="s.xlsx"),
    Broken(
        "a web page named .xls",
        b"<html><table><tr><td>Name</td></tr></table>",
        ("this is a web page",),
        (),
        file="s.xls",
    ),
    # private data
    Broken(
        "patients",
        csv("NHS number,Patient name,Email,Practice,Role\n1,A B,a@b.example,C,GP\n"),
        ("looks like a list of patients",),
        (),
    ),
    Broken(
        "dates of birth",
        more("Date of Birth,NHS No.", "1/1/1980,9434765919", "2/2/1981,9434765870"),
        ('column "Date of Birth" is not imported', 'column "NHS No." is not imported'),
    ),
    Broken(
        "NHS numbers as ids",
        csv(
            "ID,"
            + HEADER
            + "".join(
                f"{number},{line}\n"
                for number, line in zip(
                    ("9434765919", "9434765870", "9434765838"),
                    (TWO + "Amy Lee,amy@mill.example,A81001,GP").splitlines(),
                    strict=True,
                )
            )
        ),
        ('column "ID" holds what look like NHS numbers, and is not imported',),
        (*BOTH, "Amy Lee"),
    ),
]
