"""An item's file, its replacement, and the files of its versions."""

from datetime import UTC, datetime, timedelta

from sharewell.content.files.model import File, FileState, PendingFile
from sharewell.content.model import Item, ItemView, Kind
from sharewell.core.caller import Caller, Role
from sharewell.core.ids import FileId, ItemId, MemberId, OrganisationId, PersonId
from sharewell.identity.model import MemberRef

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
ADA = MemberRef(id=MemberId("01ARZ3NDEKTSV4RRFFQ69G5FAA"), name="Ada")


def file(id: str, state: FileState = FileState.READY) -> File:
    return File(id=FileId(id), name=f"{id}.pdf", type="application/pdf", size=3, state=state)


def coming(state: FileState) -> PendingFile:
    return PendingFile.model_validate({**file("new", state).model_dump(), "by": ADA, "at": AT})


def item(of: File, next: PendingFile | None = None) -> Item:
    return Item(
        id=ItemId("01ARZ3NDEKTSV4RRFFQ69G5FAV"),
        kind=Kind.FILE,
        title="Kiln",
        file=of,
        pending_file=next,
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


def test_pending_file_stalls_after_an_hour_and_file_does_not() -> None:
    seen = item(file("old"), coming(FileState.UPLOADING)).as_of(AT + timedelta(minutes=61))

    assert seen.pending_file
    assert seen.file
    assert (seen.file.state, seen.pending_file.state) == (FileState.READY, FileState.STALLED)
    assert (
        item(file("old"), coming(FileState.UPLOADING))
        .as_of(AT + timedelta(minutes=59))
        .pending_file
    )
    assert seen.expected_file == seen.pending_file


def test_pending_file_is_visible_to_editors_only() -> None:
    whole = item(file("old"), coming(FileState.REFUSED))

    assert ItemView.of(whole, someone(ADA.id)).pending_file == whole.pending_file
    assert ItemView.of(whole, someone("01ARZ3NDEKTSV4RRFFQ69G5FAB")).pending_file is None


def test_new_file_makes_a_version_and_a_pending_one_does_not() -> None:
    old, new = item(file("old")).content, item(file("new")).content

    assert not old.same_content(new)
    assert old.same_content(item(file("old"), coming(FileState.PROCESSING)).content)
    assert item(file("first", FileState.UPLOADING)).content.file is None
    assert item(file("first", FileState.REFUSED)).content.file is not None
