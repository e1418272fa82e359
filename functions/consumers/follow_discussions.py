"""What follows from posts, and from what happens to that which is discussed."""

from sharewell.consume import on
from sharewell.discussions.heard.greeting import greeting
from sharewell.discussions.heard.service import following
from sharewell.events import (
    Event,
    GroupMoved,
    ItemDeleted,
    ItemMoved,
    MemberChanged,
    MemberJoined,
    PostEdited,
    PostMarked,
    PostWritten,
)


@on(
    PostWritten,
    PostEdited,
    PostMarked,
    ItemMoved,
    ItemDeleted,
    GroupMoved,
    MemberJoined,
    MemberChanged,
)
def handler(said: Event) -> None:
    """Tell, list, show; doing it again, or in another order, ends the same."""
    match said:
        case PostWritten():
            following.written(said)
        case PostEdited():
            following.edited(said)
        case PostMarked():
            following.marked(said)
        case ItemMoved() | ItemDeleted():
            following.moved(said)
        case GroupMoved():
            following.group_moved(said)
        case MemberJoined() | MemberChanged():
            greeting.joined(said.organisation, said.member)
