"""An item's file, the one that is to take its place, and those of its versions."""

from datetime import UTC, datetime, timedelta

from sharewell.caller import Caller, Role
from sharewell.content.media.model import Coming, File, State
from sharewell.content.model import Item, ItemView, Kind
from sharewell.identity.model import MemberRef
from sharewell.ids import FileId, ItemId, MemberId, OrganisationId, PersonId

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
ADA = MemberRef(id=MemberId("01ARZ3NDEKTSV4RRFFQ69G5FAA"), name="Ada")


def file(id: str, state: State = State.READY) -> File:
    return File(id=FileId(id), name=f"{id}.pdf", type="application/pdf", size=3, state=state)


def coming(state: State) -> Coming:
    return Coming.model_validate({**file("new", state).model_dump(), "by": ADA, "at": AT})


def item(of: File, next: Coming | None = None) -> Item:
    return Item(
        id=ItemId("01ARZ3NDEKTSV4RRFFQ69G5FAV"),
        kind=Kind.FILE,
        title="Kiln",
        file=of,
        coming=next,
        author=ADA,
        created_at=AT,
        changed_at=AT,
        version=1,
    )


def someone(id: str) -> Caller:
    return Caller(
        person=PersonId("p"),
        organisation=OrganisationId("o"),
        member=MemberId(id),
        role=Role.MEMBER,
        name="Somebody",
    )


def test_a_new_file_has_stalled_an_hour_after_it_was_begun_and_the_old_one_has_not() -> None:
    seen = item(file("old"), coming(State.UPLOADING)).as_of(AT + timedelta(minutes=61))

    assert seen.coming
    assert seen.file
    assert (seen.file.state, seen.coming.state) == (State.READY, State.STALLED)
    assert item(file("old"), coming(State.UPLOADING)).as_of(AT + timedelta(minutes=59)).coming
    assert seen.awaited == seen.coming


def test_only_those_who_may_change_an_item_see_what_is_coming() -> None:
    whole = item(file("old"), coming(State.REFUSED))

    assert ItemView.of(whole, someone(ADA.id)).coming == whole.coming
    assert ItemView.of(whole, someone("01ARZ3NDEKTSV4RRFFQ69G5FAB")).coming is None


def test_another_file_is_another_version_and_one_that_has_not_come_is_none() -> None:
    old, new = item(file("old")).words, item(file("new")).words

    assert not old.is_said_by(new)
    assert old.is_said_by(item(file("old"), coming(State.PROCESSING)).words)
    assert item(file("first", State.UPLOADING)).words.file is None
    assert item(file("first", State.REFUSED)).words.file is not None
