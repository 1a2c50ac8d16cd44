"""
A round that was sent, changed by the lead's hand: who is with whom, when and where.

What will happen is shown before it is kept: the groups, what it costs by every rule, and who gets
which mail. Calendars follow as after any other change: whoever leaves a group gets its CANCEL, whoever
comes gets an invitation, the others an update where it concerns them; nobody else hears anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from pairing.errors import InputError
from pairing.events import Fact, Kind
from pairing.life.answers import Answer
from pairing.life.due import is_over
from pairing.life.round_life import RoundLife
from pairing.notify.plain import one_line
from pairing.plans import group_record
from pairing.rounds import PlannedGroup
from pairing.stages.advance import apply
from pairing.stages.book import Book
from pairing.stages.desk import Desk
from pairing.stages.edited import Edit, described
from pairing.stages.latecomer import refuse_unless_free
from pairing.stages.meeting import window_ends
from pairing.stages.rearranging import Wish, rearrange
from pairing.stages.regroup import Regroup
from pairing.stages.repair import Repair, place_latecomer
from pairing.stages.telling import tell_changes
from pairing.stages.undisturbed import undisturbed

#: How much of a place is kept.
MOST_WORDS = 120

BY_HAND = "Changed by the lead."
TAKEN_OUT = "The lead has taken them out of this round."


def look(desk: Desk, round: str, wish: Wish) -> Edit:
    """What it would do; nothing is kept."""
    return _decide(desk, round, wish)[1]


def edit(desk: Desk, round: str, wish: Wish) -> Edit:
    """Do it, and owe the mail that follows, in one transaction; the caller holds the lock."""
    decided = undisturbed(
        desk.store, decide=lambda: _decide(desk, round, wish), keep=lambda found: apply(desk, found[0].decided)
    )
    return decided[1]


def is_under_way(desk: Desk, round: str) -> bool:
    """True for a round that was sent and is not past."""
    return round in Book.read(desk, desk.opened_at).lives


@dataclass
class _Editing:
    """One edit while it is made. ``groups`` are all that stand, ``ahead`` those that may be changed."""

    book: Book
    life: RoundLife
    wish: Wish
    regroup: Regroup
    groups: dict[int, PlannedGroup]
    ahead: dict[int, PlannedGroup]
    ended: list[int] = field(default_factory=list)
    after: dict[int, PlannedGroup] = field(default_factory=dict)


def _decide(desk: Desk, round: str, wish: Wish) -> tuple[Book, Edit]:
    """The book with all of it in, and what it comes to."""
    book = Book.read(desk, desk.opened_at)
    before = book.lives[round]
    _refuse(book, before, wish)
    repair = Repair.of(book, round, latecomers=(*wish.people, *wish.adds))
    for person in wish.adds:
        refuse_unless_free(book, round, person)
        if not place_latecomer(book, round, person):
            mend = f"Say where: --move {person} GROUP"
            raise InputError.at(person, "no group can take them without breaking a must", mend=mend)
    if wish.by_name:
        _rearrange(book, round, wish)
    edit = described(book, before, book.lives[round], repair)
    if not edit.before and not edit.after:
        raise InputError.at(round, "this would change nothing")
    tell_changes(book, round)
    return book, replace(edit, mails=tuple((entry.person, entry.kind) for entry in book.decided.entries))


def _rearrange(book: Book, round: str, wish: Wish) -> None:
    life, ends = book.lives[round], window_ends(book.desk, book.lives[round])
    groups = {number: live.group for number, live in life.live.items()}
    ahead = {number: group for number, group in groups.items() if not is_over(life.live[number], ends, book.now)}
    for person in wish.people:
        live = life.group_of(person)
        if live is not None and live.group.number not in ahead:
            raise InputError.at(person, f"their group {live.group.number} has met already, so they stay in it")
    regroup = Repair.of(book, round, latecomers=wish.people).regroup
    this = _Editing(book, life, wish, regroup, groups, ahead)
    _regroup(this, rearrange({number: group.members for number, group in ahead.items()}, wish))
    placed = {member for group in _result(this).values() for member in group.members}
    _keep(this, [person for person in wish.people if life.group_of(person) and person not in placed])


def _result(this: _Editing) -> dict[int, PlannedGroup]:
    return {number: group for number, group in this.groups.items() if number not in this.ended} | this.after


def _refuse(book: Book, life: RoundLife, wish: Wish) -> None:
    """People who take part and have not said no; times still to come."""
    for person in wish.people:
        if not (book.takes_part(person) and book.is_in(person, life)):
            mend = f"See why: pairs people show {person}"
            raise InputError.at(person, f"does not take part in {life.plan.programme}", mend=mend)
        said = life.answers.get(person)
        if said is not None and said.answer is Answer.NO:
            raise InputError.at(person, f"said no to {life.plan.round}", why="A no is believed.")
    for number, starts in wish.times:
        if starts <= book.now:
            raise InputError.at(f"group {number}", f"{starts:%Y-%m-%d %H:%M} is past")


def _regroup(this: _Editing, members: Mapping[int, Sequence[str]]) -> None:
    """
    The groups that change. Nobody can be invited anew to a group they were told is off for them:
    a group that somebody comes back to goes on under a new number, and so with new entries for all.
    """
    post = this.book.posts[this.life.plan.round]
    told = frozenset((*post.standings, *post.planned.items()))
    regroup = this.regroup
    for number, group in this.ahead.items():
        now = members[number]
        changed = _at(this, number, regroup.with_members(group, now) if now and now != group.members else group)
        if not now:
            this.ended.append(number)
        elif any((person, number) in told for person in set(now) - set(group.members)):
            this.ended.append(number)
            regroup.numbers += 1
            this.after[regroup.numbers] = replace(changed, number=regroup.numbers)
        elif changed != group:
            this.after[number] = changed


def _at(this: _Editing, number: int, group: PlannedGroup) -> PlannedGroup:
    """The group at the time and place that are wished for it."""
    starts, place = dict(this.wish.times).get(number), dict(this.wish.places).get(number)
    if starts is not None:
        usual = timedelta(minutes=this.book.programme(this.life).minutes)
        length = group.ends - group.starts if group.starts and group.ends else usual
        group = replace(group, starts=starts, ends=starts + length)
    return group if place is None else replace(group, where=one_line(place, most=MOST_WORDS))


def _keep(this: _Editing, left_out: Sequence[str]) -> None:
    """One fact on who is where, and one for each group's new time, which ends what was suggested for it."""
    book, plan = this.book, this.life.plan
    moved = {
        number: group
        for number, group in this.after.items()
        if number in this.groups and group.starts != this.groups[number].starts
    }
    records = [
        replace(group, starts=this.groups[number].starts, ends=this.groups[number].ends) if number in moved else group
        for number, group in this.after.items()
    ]
    changed = [group_record(group) for group in records if group != this.groups.get(group.number)]
    if changed or this.ended:
        body = {
            "ended": [{"group": number, "why": BY_HAND} for number in this.ended],
            "groups": changed,
            "left_out": [{"person": person, "why": TAKEN_OUT} for person in left_out],
        }
        book.happened(Fact(Kind.GROUPS_CHANGED, book.now, programme=plan.programme, round=plan.round, body=body))
    for number, group in moved.items():
        assert group.starts is not None, "a wished time"
        assert group.ends is not None, "and its length"
        times = {"starts": group.starts.isoformat(), "ends": group.ends.isoformat()}
        to = {"group": number, "where": ""} | times
        book.happened(Fact(Kind.GROUP_MOVED, book.now, programme=plan.programme, round=plan.round, body=to))
