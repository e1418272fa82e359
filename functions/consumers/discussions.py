"""Reactions of discussions to posts and to changes of their subjects."""

from sharewell.core.events import (
    GroupVisibilityChanged,
    ItemDeleted,
    ItemPlacementChanged,
    ItemPublished,
    MemberChanged,
    MemberJoined,
    PostEdited,
    PostMarked,
    PostWritten,
)
from sharewell.discussions.mode_inheritance import mode_inheritance
from sharewell.discussions.subscribers.newcomers import newcomers
from sharewell.discussions.subscribers.service import subscribers
from sharewell.edge.consumer import Consumer

handler = Consumer()


@handler.on(PostWritten)
def follow_post(event: PostWritten) -> None:
    """Notifies those concerned by a new post, announces it live and lists an open question."""
    subscribers.on_post_written(event)


@handler.on(PostEdited)
def follow_edit(event: PostEdited) -> None:
    """Notifies those newly mentioned, announces the edit live and updates the open questions."""
    subscribers.on_post_edited(event)


@handler.on(PostMarked)
def follow_mark(event: PostMarked) -> None:
    """Announces a reaction, answer, status or merge live, and notifies the author."""
    subscribers.on_post_marked(event)


@handler.on(ItemPublished, ItemPlacementChanged)
def inherit_discussion_mode(event: ItemPublished | ItemPlacementChanged) -> None:
    """Applies the discussion mode of its channels to the item, unless it has its own."""
    mode_inheritance.sync_item(event.organisation, event.item)


@handler.on(ItemPlacementChanged, ItemDeleted)
def reindex_posts_of_item(event: ItemPlacementChanged | ItemDeleted) -> None:
    """Re-indexes the item's posts, and moves or removes its open questions."""
    subscribers.on_item_moved(event)


@handler.on(GroupVisibilityChanged)
def reindex_posts_of_group(event: GroupVisibilityChanged) -> None:
    """Re-indexes the group's posts."""
    subscribers.on_group_moved(event)


@handler.on(MemberJoined, MemberChanged)
def sync_greeter(event: MemberJoined | MemberChanged) -> None:
    """Lists a curator or administrator among those notified of newcomers' first posts.

    The rule passes changes of role or activation only.
    """
    newcomers.sync_greeter(event.organisation, event.member)
