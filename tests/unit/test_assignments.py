"""When something is due where it was assigned, and where somebody stands with it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from sharewell.assignments import due
from sharewell.assignments.model import Assignment, Host, Phase, Task
from sharewell.assignments.standing.model import Doing, Mark, Reason, Standing
from sharewell.caller import Caller, Role
from sharewell.content.model import Kind
from sharewell.errors import Conflict, Invalid, Missing
from sharewell.identity.model import MemberRef
from sharewell.ids import (
    AssignmentId,
    GroupId,
    ItemId,
    MemberId,
    OrganisationId,
    PersonId,
    new_ulid,
    ulid_time,
)

NOON = datetime(2026, 10, 20, 12, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "zone", "ends"),
    [
        ("2026-10-24", "Europe/Lisbon", "2026-10-24T22:59:59.999"),  # summer
        ("2026-10-25", "Europe/Lisbon", "2026-10-25T23:59:59.999"),  # a day of 25 hours
        ("2026-03-28", "Europe/Lisbon", "2026-03-28T23:59:59.999"),
        ("2026-03-29", "Europe/Lisbon", "2026-03-29T22:59:59.999"),  # a day of 23 hours
        ("2026-11-01", "America/Toronto", "2026-11-02T04:59:59.999"),
        ("2026-10-24", "Asia/Kathmandu", "2026-10-24T18:14:59.999"),
        ("2026-10-24", "Pacific/Kiritimati", "2026-10-24T09:59:59.999"),
        # Midnight is skipped: the day after begins at one, and this one ends then.
        ("2026-09-05", "America/Santiago", "2026-09-06T03:59:59.999"),
        # The hour before midnight comes twice: the day ends after the second.
        ("2026-04-04", "America/Santiago", "2026-04-05T03:59:59.999"),
        # A whole day is skipped across the date line.
        ("2011-12-29", "Pacific/Apia", "2011-12-30T09:59:59.999"),
    ],
)
def test_a_day_ends_where_it_was_assigned(day: str, zone: str, ends: str) -> None:
    assert due.end_of(date.fromisoformat(day), zone) == utc(ends)


def test_the_moment_after_is_another_day_in_every_zone_there_is() -> None:
    days = [date(2026, 1, 1) + timedelta(days=9 * number) for number in range(80)]
    for zone in sorted(available_timezones())[::7]:
        for day in days:
            last = due.end_of(day, zone)
            there = ZoneInfo(zone)
            assert last.astimezone(there).date() <= day, (zone, day)
            assert (last + timedelta(milliseconds=1)).astimezone(there).date() > day, (zone, day)


def test_something_is_due_today_at_the_earliest_and_in_two_years_at_the_latest() -> None:
    assert due.opening(date(2026, 10, 20), "UTC", NOON) == utc("2026-10-20T23:59:59.999")
    assert due.opening(date(2026, 10, 19), "Pacific/Honolulu", utc("2026-10-20T09:00"))
    for day, zone in (
        (date(2026, 10, 19), "UTC"),
        (date(2026, 10, 20), "Pacific/Kiritimati"),  # there it is the 21st
        (date(2028, 10, 20), "UTC"),
        (date(2200, 1, 1), "Pacific/Honolulu"),
    ):
        with pytest.raises(Invalid) as refused:
            due.opening(day, zone, NOON)
        assert refused.value.field == "due"


def test_it_is_put_off_by_ninety_days_at_most() -> None:
    begun = due.end_of(date(2026, 10, 20), "UTC")
    assert due.later(date(2027, 1, 18), "UTC", begun, NOON) == begun + timedelta(days=90)
    for day in (date(2027, 1, 19), date(2026, 10, 19)):
        with pytest.raises(Invalid):
            due.later(day, "UTC", begun, NOON)


def test_its_id_says_when_it_was_first_due() -> None:
    ends = due.end_of(date(2026, 10, 25), "Europe/Lisbon")

    assert ulid_time(new_ulid(ends)) == ends


DUE = datetime(2026, 10, 23, 22, tzinfo=UTC)
LATER, BEFORE, AFTER = DUE + timedelta(days=5), DUE - timedelta(days=1), DUE + timedelta(days=6)
OPEN = Standing()
DONE, READY = OPEN.now(Doing.DONE, NOON), OPEN.now(Doing.READY, NOON)
ASKS = Standing(asked_until=LATER, words="On leave")
SAYS = Standing(why=Reason.OTHER, words="Not mine")
HAS_TIME = Standing(until=LATER)


@pytest.mark.parametrize(
    ("standing", "mark"),
    [
        (OPEN, None),
        (DONE, Mark.DONE),
        (READY, Mark.READY),
        (ASKS, Mark.ASKS),
        (SAYS, Mark.SAYS),
        (HAS_TIME, Mark.LATER),
        (SAYS.now(Doing.DONE, NOON), Mark.DONE),
        (HAS_TIME.now(Doing.READY, NOON), Mark.READY),
    ],
)
def test_whoever_leads_sees_the_first_mark_that_holds(
    standing: Standing, mark: Mark | None
) -> None:
    assert standing.mark == mark
    assert standing.shown == mark
    assert standing.model_copy(update={"counted": False}).shown is None


def test_words_are_shown_beside_the_mark_that_they_belong_to_alone() -> None:
    assert (ASKS.told["words"], ASKS.told["asked_until"]) == ("On leave", LATER)
    assert (SAYS.told["words"], SAYS.told["why"]) == ("Not mine", Reason.OTHER)
    for done in (SAYS.now(Doing.DONE, NOON), ASKS.now(Doing.READY, NOON)):
        assert [done.told[it] for it in ("words", "why", "asked_until")] == [None] * 3


@pytest.mark.parametrize(
    ("standing", "at", "may"),
    [
        (OPEN, BEFORE, True),
        (OPEN, AFTER, True),
        (DONE, AFTER, False),
        (READY, AFTER, False),
        (ASKS, AFTER, False),
        (SAYS, AFTER, False),
        (HAS_TIME, BEFORE, False),
        (HAS_TIME, LATER - timedelta(milliseconds=1), False),
        (HAS_TIME, LATER, True),
    ],
)
def test_nobody_is_reminded_of_what_is_not_on_them(
    standing: Standing, at: datetime, *, may: bool
) -> None:
    assert standing.may_be_reminded(DUE, at) is may


def test_more_time_is_never_less_than_all_have() -> None:
    assert (OPEN.due(DUE), HAS_TIME.due(DUE), HAS_TIME.due(AFTER)) == (DUE, LATER, AFTER)


KILN, OTHER = GroupId("01JGFJJZ00AAAAAAAAAAAAAAAA"), GroupId("01JGFJJZ00BBBBBBBBBBBBBBBB")
BEN, CLEO = MemberId("01JGFJJZ00CCCCCCCCCCCCCCCC"), MemberId("01JGFJJZ00DDDDDDDDDDDDDDDD")
GIVEN = Assignment(
    id=AssignmentId(new_ulid(DUE)),
    to=KILN,
    to_name="Kiln",
    for_group=True,
    item=ItemId(new_ulid(NOON)),
    kind=Kind.NOTE,
    title="Cobalt",
    authors=[BEN],
    task=Task.READ,
    due=DUE,
    zone="UTC",
    given_by=MemberRef(id=BEN, name="Ben"),
    given_at=NOON,
    seen=1,
)


def caller(member: MemberId, *groups: GroupId) -> Caller:
    return Caller(
        person=PersonId("p"),
        organisation=OrganisationId("o"),
        member=member,
        name="Name",
        role=Role.MEMBER,
        groups=frozenset(groups),
    )


def with_(**more: object) -> Assignment:
    return GIVEN.model_copy(update=more)


def test_those_in_the_group_who_see_the_item_are_asked() -> None:
    GIVEN.must_ask(caller(CLEO, KILN))
    for it, who in (
        (GIVEN, caller(CLEO, OTHER)),
        (with_(audience=[OTHER]), caller(CLEO, KILN)),
        (with_(gone=True), caller(CLEO, KILN)),
        (with_(host=Host.DELETED), caller(CLEO, KILN)),
        (with_(phase=Phase.WITHDRAWN), caller(CLEO, KILN)),
    ):
        with pytest.raises(Missing):
            it.must_ask(who)
    for it in (with_(host=Host.ARCHIVED), with_(phase=Phase.CLOSED)):
        with pytest.raises(Conflict):
            it.must_ask(caller(CLEO, KILN))
        assert not it.is_asked
        assert it.shows_to(caller(CLEO, KILN))


def test_authors_see_what_is_for_others() -> None:
    assert with_(audience=[OTHER]).shows_to(caller(BEN, KILN))
    assert not with_(audience=[OTHER]).shows_to(caller(CLEO, KILN))


def test_only_a_pdf_to_read_is_done_page_by_page() -> None:
    pdf = {"kind": Kind.FILE, "type": "application/pdf"}
    assert with_(**pdf).turns_pages
    for it in (GIVEN, with_(**pdf, task=Task.DO), with_(kind=Kind.FILE, type="text/csv")):
        assert not it.turns_pages
