"""Files in which what is said of somebody is missing, doubtful or wrong."""

from __future__ import annotations

from staff_files.made import BOTH, HEADER, TWO, Broken, amy, csv, more

BROKEN_ROWS = [
    # addresses
    Broken(
        "a trailing semicolon",
        amy("amy.lee@mill.example;"),
        ('row 4, column Email: "amy.lee@mill.example;" was read as amy.lee@mill.example',),
        (*BOTH, "Amy Lee"),
    ),
    Broken(
        "name and brackets",
        amy("Amy Lee <amy.lee@mill.example>"),
        ("took the address out of the brackets",),
        (*BOTH, "Amy Lee"),
    ),
    Broken("mailto", amy("mailto:amy.lee@mill.example"), ("removed the word before the colon",), (*BOTH, "Amy Lee")),
    Broken(
        "a curly apostrophe",
        amy("amy.o\u2019lee@mill.example"),
        ("was read as amy.o'lee@mill.example",),
        (*BOTH, "Amy Lee"),
    ),
    Broken("a comma for the dot", amy('"amy@mill,example"'), ("row 4, column Email", "Did you mean amy@mill.example?")),
    Broken("no address", amy(""), ("row 4, column Email: the e-mail address is missing",)),
    Broken(
        "one address for three",
        csv(
            HEADER
            + TWO
            + "".join(
                f"{name},Reception@Mill.example,A81001,Receptionist\n" for name in ("Ann Ash", "Bea Birch", "Cy Cole")
            )
        ),
        (
            "rows 4, 5, 6, column Email: Reception@Mill.example is the address of 3 people",
            "only one of them is invited",
        ),
        (*BOTH, "Ann Ash", "Bea Birch", "Cy Cole"),
    ),
    Broken(
        "the same person twice",
        csv(HEADER + TWO + "SHAH Priya,Priya.Shah@mill.example,Hill Road Surgery,GP\n"),
        ("row 4, column Email: the same person as in row 2, at another practice",),
    ),
    # names, practices, ids
    Broken(
        "titles and capitals",
        csv(
            HEADER + '"DR. SHAH, Priya (Partner)",priya.shah@mill.example,MILL LANE SURGERY,GP\n'
            "MR TOM JONES,tom.jones@hill.example,hill road surgery,Receptionist\n"
        ),
        ("2 people on the list", "Mill Lane Surgery", "Hill Road Surgery"),
    ),
    Broken(
        "no name", csv(HEADER + TWO + ",amy@mill.example,A81001,GP\n"), ("row 4, column Name: the name is missing",)
    ),
    Broken(
        "a code as a number",
        amy(practice="81001"),
        ('row 4, column Practice: "81001" is no ODS code: its letter is missing',),
    ),
    Broken("a practice missing", amy(practice=""), ("row 4, column Practice: the practice is missing",)),
    Broken(
        "an address as id",
        csv("id," + HEADER + "7,Priya Shah,p@mill.example,A81001,GP\nt@h.example,Tom Jones,t@h.example,A81002,GP\n"),
        ("row 3, column id: an id must not hold an @",),
        ("Priya Shah",),
    ),
    Broken(
        "one id for two",
        csv("id," + HEADER + "7,Priya Shah,p@mill.example,A81001,GP\n7,Tom Jones,t@h.example,A81002,GP\n"),
        ("row 3, column id: the id 7 belongs to somebody else, in row 2",),
        ("Priya Shah",),
    ),
    # roles
    Broken("an unknown role", amy(role="Wizard"), ('"Wizard" = "other"', "1 person"), (*BOTH, "Amy Lee")),
    Broken(
        "a misspelt role",
        amy(role="Recepsionist"),
        ('"Recepsionist" = "admin"', 'like "receptionist"'),
        (*BOTH, "Amy Lee"),
    ),
    Broken(
        "no role", amy(role=""), ("row 4, column Role: the role is missing; the person is kept",), (*BOTH, "Amy Lee")
    ),
    # optional columns
    Broken(
        "unreadable days and dates",
        more("Days,Start date,Host", "Blursday,31/02/2026,perhaps", "Mon-Thu,03/25/2026,yes"),
        (
            'row 2, column Days: "Blursday" names no day',
            'row 2, column Start date: "31/02/2026" is a date that does not exist',
            "row 3, column Start date",
            "wrong way round",
            'row 2, column Host: "perhaps" is neither yes nor no',
        ),
    ),
    Broken(
        "leavers",
        csv(
            HEADER.strip()
            + ",Leaving date\n"
            + TWO.replace("\n", ",\n")
            + "Old Hand,old@mill.example,A81001,GP,01/03/2020\n"
        ),
        ("row 4, column Leaving date: the end date is past",),
    ),
    Broken(
        "a manager nobody knows",
        more("Line manager", "Tom Jones", "Nobody Known"),
        ('row 3, column Line manager: nobody in the list is "Nobody Known"',),
    ),
    Broken(
        "works everywhere", more("Also works at", "all", "Mill Lane Surgery"), ("would make everybody a colleague",)
    ),
    Broken(
        "a formula guard taken off",
        csv(HEADER + TWO + "'+Amy Lee,amy@mill.example,A81001,GP\n"),
        (),
        (*BOTH, "+Amy Lee"),
    ),
    Broken(
        "a formula as text",
        csv(HEADER + TWO + "=VLOOKUP(A2),amy@mill.example,A81001,GP\n"),
        ("row 4, column Name: the cell holds a formula",),
    ),
]
