"""Discussions: what follows from posts, and from changes of what is discussed."""

from sharewell.consume import Consumer
from sharewell.discussions.heard.greeting import greeting
from sharewell.discussions.heard.service import following
from sharewell.discussions.inheriting import inheriting
from sharewell.events import (
    GroupMoved,
    ItemDeleted,
    ItemMoved,
    ItemPublished,
    MemberChanged,
    MemberJoined,
    PostEdited,
    PostMarked,
    PostWritten,
)

handler = Consumer()


@handler.on(PostWritten)
def follow_post(event: PostWritten) -> None:
    """Notifies those concerned by a new post, announces it live and lists an open question."""
    following.written(event)


@handler.on(PostEdited)
def follow_edit(event: PostEdited) -> None:
    """Notifies those newly mentioned, announces the edit live and updates the open questions."""
    following.edited(event)


@handler.on(PostMarked)
def follow_mark(event: PostMarked) -> None:
    """Announces a reaction, answer, status or merge live, and notifies the author."""
    following.marked(event)


@handler.on(ItemPublished, ItemMoved)
def inherit_discussion_mode(event: ItemPublished | ItemMoved) -> None:
    """Applies the discussion mode of its channels to the item, unless it has its own."""
    inheriting.settle(event.organisation, event.item)


@handler.on(ItemMoved, ItemDeleted)
def reindex_posts_of_item(event: ItemMoved | ItemDeleted) -> None:
    """Re-indexes the item's posts, and moves or removes its open questions."""
    following.moved(event)


@handler.on(GroupMoved)
def reindex_posts_of_group(event: GroupMoved) -> None:
    """Re-indexes the group's posts."""
    following.group_moved(event)


@handler.on(MemberJoined, MemberChanged)
def sync_greeter(event: MemberJoined | MemberChanged) -> None:
    """Lists a curator or administrator among those notified of newcomers' first posts.

    The rule passes on changes of role or activation only.
    """
    greeting.joined(event.organisation, event.member)
