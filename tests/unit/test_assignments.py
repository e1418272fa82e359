"""Due dates in time zones, and what follows from the progress of an assignee."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from sharewell.assignments import due_dates
from sharewell.assignments.model import Assignment, GroupState, Phase, Task
from sharewell.assignments.progress.model import DeclineReason, Progress, ProgressState, Status
from sharewell.content.model import Kind
from sharewell.core.caller import Caller, Role
from sharewell.core.errors import Conflict, Invalid, NotFound
from sharewell.core.ids import (
    AssignmentId,
    GroupId,
    ItemId,
    MemberId,
    OrganisationId,
    PersonId,
    new_ulid,
    ulid_time,
)
from sharewell.identity.model import MemberRef

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
        # Midnight is skipped: the next day begins at one o'clock, and this one ends then.
        ("2026-09-05", "America/Santiago", "2026-09-06T03:59:59.999"),
        # The hour before midnight occurs twice: the day ends after the second.
        ("2026-04-04", "America/Santiago", "2026-04-05T03:59:59.999"),
        # A whole day is skipped across the date line.
        ("2011-12-29", "Pacific/Apia", "2011-12-30T09:59:59.999"),
    ],
)
def test_day_ends_at_midnight_of_its_time_zone(day: str, zone: str, ends: str) -> None:
    assert due_dates.end_of_day(date.fromisoformat(day), zone) == utc(ends)


def test_next_millisecond_is_another_day_in_every_zone() -> None:
    days = [date(2026, 1, 1) + timedelta(days=9 * number) for number in range(80)]
    for zone in sorted(available_timezones())[::7]:
        for day in days:
            last = due_dates.end_of_day(day, zone)
            there = ZoneInfo(zone)
            assert last.astimezone(there).date() <= day, (zone, day)
            assert (last + timedelta(milliseconds=1)).astimezone(there).date() > day, (zone, day)


def test_due_date_is_between_today_and_two_years() -> None:
    assert due_dates.require_due_date(date(2026, 10, 20), "UTC", NOON) == utc(
        "2026-10-20T23:59:59.999"
    )
    assert due_dates.require_due_date(
        date(2026, 10, 19), "Pacific/Honolulu", utc("2026-10-20T09:00")
    )
    for day, zone in (
        (date(2026, 10, 19), "UTC"),
        (date(2026, 10, 20), "Pacific/Kiritimati"),  # already the 21st in that zone
        (date(2028, 10, 20), "UTC"),
        (date(2200, 1, 1), "Pacific/Honolulu"),
    ):
        with pytest.raises(Invalid) as refused:
            due_dates.require_due_date(day, zone, NOON)
        assert refused.value.field == "due"


def test_due_date_is_extended_by_ninety_days_at_most() -> None:
    begun = due_dates.end_of_day(date(2026, 10, 20), "UTC")
    assert due_dates.require_later_due_date(
        date(2027, 1, 18), "UTC", begun, NOON
    ) == begun + timedelta(days=90)
    for day in (date(2027, 1, 19), date(2026, 10, 19)):
        with pytest.raises(Invalid):
            due_dates.require_later_due_date(day, "UTC", begun, NOON)


def test_assignment_id_contains_its_first_due_date() -> None:
    ends = due_dates.end_of_day(date(2026, 10, 25), "Europe/Lisbon")

    assert ulid_time(new_ulid(ends)) == ends


DUE = datetime(2026, 10, 23, 22, tzinfo=UTC)
LATER, BEFORE, AFTER = DUE + timedelta(days=5), DUE - timedelta(days=1), DUE + timedelta(days=6)
OPEN = Progress()
DONE, READY = OPEN.with_state(ProgressState.DONE, NOON), OPEN.with_state(ProgressState.READY, NOON)
REQUESTED = Progress(requested_until=LATER, comment="On leave")
DECLINED = Progress(decline_reason=DeclineReason.OTHER, comment="Not mine")
EXTENDED = Progress(extended_until=LATER)


@pytest.mark.parametrize(
    ("progress", "status"),
    [
        (OPEN, None),
        (DONE, Status.DONE),
        (READY, Status.READY),
        (REQUESTED, Status.EXTENSION_REQUESTED),
        (DECLINED, Status.DECLINED),
        (EXTENDED, Status.EXTENDED),
        (DECLINED.with_state(ProgressState.DONE, NOON), Status.DONE),
        (EXTENDED.with_state(ProgressState.READY, NOON), Status.READY),
    ],
)
def test_status_is_the_first_one_that_applies(progress: Progress, status: Status | None) -> None:
    assert progress.status == status
    assert progress.counted_status == status
    assert progress.model_copy(update={"is_counted": False}).counted_status is None


def test_details_belong_to_the_current_status_alone() -> None:
    assert (
        REQUESTED.details_for_lead["comment"],
        REQUESTED.details_for_lead["requested_until"],
    ) == (
        "On leave",
        LATER,
    )
    assert (DECLINED.details_for_lead["comment"], DECLINED.details_for_lead["decline_reason"]) == (
        "Not mine",
        DeclineReason.OTHER,
    )
    for done in (
        DECLINED.with_state(ProgressState.DONE, NOON),
        REQUESTED.with_state(ProgressState.READY, NOON),
    ):
        assert [
            done.details_for_lead[it] for it in ("comment", "decline_reason", "requested_until")
        ] == [None] * 3


@pytest.mark.parametrize(
    ("progress", "at", "allowed"),
    [
        (OPEN, BEFORE, True),
        (OPEN, AFTER, True),
        (DONE, AFTER, False),
        (READY, AFTER, False),
        (REQUESTED, AFTER, False),
        (DECLINED, AFTER, False),
        (EXTENDED, BEFORE, False),
        (EXTENDED, LATER - timedelta(milliseconds=1), False),
        (EXTENDED, LATER, True),
    ],
)
def test_reminder_goes_to_open_and_overdue_progress_only(
    progress: Progress, at: datetime, *, allowed: bool
) -> None:
    assert progress.can_be_reminded(DUE, at) is allowed


def test_extension_never_shortens_the_due_date() -> None:
    assert (
        OPEN.effective_due(DUE),
        EXTENDED.effective_due(DUE),
        EXTENDED.effective_due(AFTER),
    ) == (DUE, LATER, AFTER)


KILN, OTHER = GroupId("01JGFJJZ00AAAAAAAAAAAAAAAA"), GroupId("01JGFJJZ00BBBBBBBBBBBBBBBB")
BEN, CLEO = MemberId("01JGFJJZ00CCCCCCCCCCCCCCCC"), MemberId("01JGFJJZ00DDDDDDDDDDDDDDDD")
ASSIGNMENT = Assignment(
    id=AssignmentId(new_ulid(DUE)),
    to=KILN,
    to_name="Kiln",
    is_for_group=True,
    item=ItemId(new_ulid(NOON)),
    kind=Kind.NOTE,
    title="Cobalt",
    authors=[BEN],
    task=Task.READ,
    due=DUE,
    zone="UTC",
    given_by=MemberRef(id=BEN, name="Ben"),
    given_at=NOON,
    item_version=1,
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


def assignment_with(**more: object) -> Assignment:
    return ASSIGNMENT.model_copy(update=more)


def test_assignment_applies_to_group_members_who_see_item() -> None:
    ASSIGNMENT.require_assigned_to(caller(CLEO, KILN))
    for it, who in (
        (ASSIGNMENT, caller(CLEO, OTHER)),
        (assignment_with(audience=[OTHER]), caller(CLEO, KILN)),
        (assignment_with(item_deleted=True), caller(CLEO, KILN)),
        (assignment_with(group_state=GroupState.DELETED), caller(CLEO, KILN)),
        (assignment_with(phase=Phase.WITHDRAWN), caller(CLEO, KILN)),
    ):
        with pytest.raises(NotFound):
            it.require_assigned_to(who)
    for it in (
        assignment_with(group_state=GroupState.ARCHIVED),
        assignment_with(phase=Phase.CLOSED),
    ):
        with pytest.raises(Conflict):
            it.require_assigned_to(caller(CLEO, KILN))
        assert not it.is_active
        assert it.is_visible_to(caller(CLEO, KILN))


def test_author_sees_item_of_another_group() -> None:
    assert assignment_with(audience=[OTHER]).is_visible_to(caller(BEN, KILN))
    assert not assignment_with(audience=[OTHER]).is_visible_to(caller(CLEO, KILN))


def test_only_pdf_to_read_is_completed_by_pages() -> None:
    pdf = {"kind": Kind.FILE, "type": "application/pdf"}
    assert assignment_with(**pdf).is_completed_by_pages
    for it in (
        ASSIGNMENT,
        assignment_with(**pdf, task=Task.DO),
        assignment_with(kind=Kind.FILE, type="text/csv"),
    ):
        assert not it.is_completed_by_pages
