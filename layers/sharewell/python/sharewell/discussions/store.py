"""Discussions as rows. `<of>` is the subject: `item#<id>` or `group#<id>`.

    read                                           key
    --------------------------------------------   --------------------------------------------
    a discussion, newest thread first; a thread;   POST#<org>#<of> / <thread>[-<reply>]
    a post
    an item's mode inherited from its channels     POST#<org>#item#<id> / MODE
    a post's earlier versions                      POST_VERSIONS#<org>#<of> / <post>#<00002>

The id of a post begins with that of its thread, so threads with their replies are one key range.
MODE sorts after all posts, so it is read together with the newest ones. Attribute names are short,
and a row's outbox is cleared once its events are handled: fifteen posts fit into one read unit.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.expressions.update import Action

from sharewell.aws import table
from sharewell.aws.keys import KeyShape, Parent
from sharewell.aws.table import KeyRange, Row, Transaction
from sharewell.content.model import RESTORABLE_FOR
from sharewell.core.events import Event
from sharewell.core.ids import OrganisationId, PostId
from sharewell.core.values import DiscussionMode
from sharewell.discussions.model import Post, SubjectRef
from sharewell.identity.model import MemberRef
from sharewell.pictures.events import reference_events

PAGE_SIZE = 15
LIVE_PAGE_SIZE = 5
"""Newest posts that a request for changes reads: most changes are among them."""
MAX_THREAD_POSTS = 100
MAX_VERSIONS = 20


class PostRow(Row):
    """A post."""

    of_item = KeyShape("POST#<org>#item#<item> / <post:post>", parent=Parent.ITEM)
    of_group = KeyShape("POST#<org>#group#<group> / <post:post>", parent=Parent.GROUP)

    kind = UnicodeAttribute(attr_name="k")
    author = UnicodeAttribute(attr_name="a")
    author_name = UnicodeAttribute(attr_name="n")
    text = UnicodeAttribute(attr_name="t")
    anchor = JSONAttribute(attr_name="c", null=True)
    version = NumberAttribute(attr_name="v")
    edited_at = UTCDateTimeAttribute(attr_name="e", null=True)
    deleted_at = UTCDateTimeAttribute(attr_name="d", null=True)
    answer = UnicodeAttribute(attr_name="w", null=True)
    status = UnicodeAttribute(attr_name="s", null=True)
    reason = UnicodeAttribute(attr_name="y", null=True)
    merged_into = UnicodeAttribute(attr_name="i", null=True)
    merged = UnicodeSetAttribute(attr_name="x", null=True)
    reactions = UnicodeSetAttribute(attr_name="r", null=True)
    muted_by = UnicodeSetAttribute(attr_name="u", null=True)
    is_first = BooleanAttribute(attr_name="f", null=True)

    def post(self) -> Post:
        """Returns the post in this row."""
        fields = {name: value for name, value in self.fields().items() if value is not None}
        author = MemberRef(id=fields.pop("author"), name=fields.pop("author_name"))
        return Post.model_validate({**fields, "id": self.sk, "author": author})


class PostVersionRow(Row):
    """An earlier version of a post, current until `until`."""

    of_item = KeyShape(
        "POST_VERSIONS#<org>#item#<item> / <post:post>#<version:digits>", parent=Parent.ITEM
    )
    of_group = KeyShape(
        "POST_VERSIONS#<org>#group#<group> / <post:post>#<version:digits>", parent=Parent.GROUP
    )

    text = UnicodeAttribute(attr_name="t")
    anchor = JSONAttribute(attr_name="c", null=True)
    until = UTCDateTimeAttribute(attr_name="u")


class ModeRow(Row):
    """The discussion mode that an item inherits from its channels; without the row, open."""

    key = KeyShape("POST#<org>#item#<item> / MODE", parent=Parent.ITEM)

    mode = UnicodeAttribute(attr_name="k")


MODE_KEY = ModeRow.key.sk()


class PostPage(NamedTuple):
    """A page of a discussion; the first page includes the inherited mode."""

    items: list[PostRow]
    next: str | None
    inherited: DiscussionMode


class PostStore:
    """The store of posts."""

    def list_page(
        self,
        organisation: OrganisationId,
        of: SubjectRef,
        after: str | None,
        limit: int = PAGE_SIZE,
    ) -> PostPage:
        """Returns a page of a discussion."""
        pk = discussion_pk(organisation, of)
        rows = table.query_page(PostRow, pk, after=after, limit=limit, reverse=True)
        posts = [row for row in rows.items if row.sk != MODE_KEY]
        # Read as a PostRow: `kind` has the attribute name of ModeRow's `mode`.
        modes = [DiscussionMode(row.kind) for row in rows.items if row.sk == MODE_KEY]
        return PostPage(posts, rows.next, *(modes or [DiscussionMode.OPEN]))

    def get_inherited_mode(
        self, organisation: OrganisationId, of: SubjectRef, *, consistent: bool = False
    ) -> DiscussionMode:
        """Returns the mode that a subject inherits from its channels."""
        if of.kind != "item":
            return DiscussionMode.OPEN
        row = table.get(ModeRow, discussion_pk(organisation, of), MODE_KEY, consistent=consistent)
        return DiscussionMode(row.mode) if row else DiscussionMode.OPEN

    def get_inherited_modes(
        self, organisation: OrganisationId, refs: Sequence[SubjectRef]
    ) -> dict[SubjectRef, DiscussionMode]:
        """Returns the modes that several items inherit, where there is a row."""
        keys = {discussion_pk(organisation, of): of for of in refs}
        rows = table.get_many(ModeRow, [(pk, MODE_KEY) for pk in keys])
        return {keys[row.pk]: DiscussionMode(row.mode) for row in rows}

    def set_inherited_mode(
        self,
        tx: Transaction,
        organisation: OrganisationId,
        of: SubjectRef,
        mode: DiscussionMode,
        event: Event,
    ) -> None:
        """Writes the mode that an item inherits."""
        tx.put(ModeRow(discussion_pk(organisation, of), MODE_KEY, mode=mode.value), event)

    def list_thread(
        self, organisation: OrganisationId, of: SubjectRef, thread: PostId
    ) -> list[Post]:
        """Returns a thread, oldest post first, with a strongly consistent read."""
        rows = table.query(
            PostRow,
            discussion_pk(organisation, of),
            KeyRange(prefix=thread),
            limit=MAX_THREAD_POSTS,
            consistent=True,
        )
        return [row.post() for row in rows]

    def get(self, organisation: OrganisationId, of: SubjectRef, id: PostId) -> Post | None:
        """Returns a post with a strongly consistent read."""
        row = table.get(PostRow, discussion_pk(organisation, of), id, consistent=True)
        return row.post() if row else None

    def get_many(
        self, organisation: OrganisationId, of: SubjectRef, ids: Sequence[str]
    ) -> list[Post]:
        """Returns those of these posts of one discussion that exist."""
        return list(self.get_many_by_key(organisation, [(of, PostId(id)) for id in ids]).values())

    def get_many_by_key(
        self, organisation: OrganisationId, refs: Sequence[tuple[SubjectRef, PostId]]
    ) -> dict[tuple[SubjectRef, PostId], Post]:
        """Returns those of these posts, of any discussions, that exist."""
        keys = {(discussion_pk(organisation, of), str(id)): (of, id) for of, id in refs}
        rows = table.get_many(PostRow, list(keys))
        return {keys[row.pk, row.sk]: row.post() for row in rows}

    def add(
        self, tx: Transaction, organisation: OrganisationId, of: SubjectRef, new: Post, event: Event
    ) -> None:
        """Adds a post."""
        row = PostRow(
            discussion_pk(organisation, of),
            new.id,
            kind=new.kind.value,
            author=new.author.id,
            author_name=new.author.name,
            text=new.text,
            anchor=new.anchor.model_dump(exclude_none=True) if new.anchor else None,
            version=new.version,
        )
        tx.add(row, event, *reference_events(organisation, event.at, of.ref, new.text))

    def update_text(
        self,
        tx: Transaction,
        organisation: OrganisationId,
        of: SubjectRef,
        old: Post,
        new: Post,
        event: Event,
    ) -> None:
        """Writes a new text and keeps the old one as a version, a deleted one for 30 days."""
        version = PostVersionRow(
            versions_pk(organisation, of),
            _post_version(old),
            text=old.text,
            anchor=old.anchor.model_dump(exclude_none=True) if old.anchor else None,
            until=event.at,
            expires=event.at + RESTORABLE_FOR if new.deleted_at else None,
        )
        tx.put(version)
        edited = PostRow.edited_at.set(new.edited_at) if new.edited_at else None
        deleted = PostRow.deleted_at.set(new.deleted_at) if new.deleted_at else None
        actions = [
            PostRow.text.set(new.text),
            PostRow.version.set(new.version),
            *(it for it in (edited, deleted) if it),
        ]
        if new.deleted_at:
            actions.append(PostRow.anchor.remove())
        references = reference_events(organisation, event.at, of.ref, new.text, old.text)
        self._update(tx, organisation, of, old, actions, event, *references)

    def restore(
        self, tx: Transaction, organisation: OrganisationId, of: SubjectRef, old: Post, event: Event
    ) -> Post | None:
        """Restores a deleted post from its last version; returns None if that has expired."""
        before = old.model_copy(update={"version": old.version - 1})
        version = table.get(
            PostVersionRow, versions_pk(organisation, of), _post_version(before), consistent=True
        )
        if version is None:
            return None
        actions = [
            PostRow.text.set(version.text),
            PostRow.version.set(old.version + 1),
            PostRow.deleted_at.remove(),
        ]
        if version.anchor is not None:
            actions.append(PostRow.anchor.set(version.anchor))
        self._update(tx, organisation, of, old, actions, event)
        tx.delete(version)
        restored = {"text": version.text, "anchor": version.anchor, "deleted_at": None}
        fields = old.model_dump() | restored | {"version": old.version + 1}
        return Post.model_validate(fields)

    def list_versions(
        self, organisation: OrganisationId, of: SubjectRef, post: PostId
    ) -> list[PostVersionRow]:
        """Returns a post's earlier versions, latest first."""
        pk, prefix = versions_pk(organisation, of), PostVersionRow.of_item.begins(post)
        return table.query(
            PostVersionRow, pk, KeyRange(prefix=prefix), limit=MAX_VERSIONS, reverse=True
        )

    def _update(
        self,
        tx: Transaction,
        organisation: OrganisationId,
        of: SubjectRef,
        old: Post,
        actions: Sequence[Action],
        *events: Event,
    ) -> None:
        row = PostRow(discussion_pk(organisation, of), old.id)
        tx.update(row, actions, *events, only_if=PostRow.version == old.version)


class _SubjectRow(Protocol):
    of_item: KeyShape
    of_group: KeyShape


def key_shape(kind: type[_SubjectRow], of: SubjectRef) -> KeyShape:
    """Returns the key shape of a row class for items, or for groups."""
    return kind.of_item if of.kind == "item" else kind.of_group


def discussion_pk(organisation: OrganisationId, of: SubjectRef) -> str:
    """Returns the partition key of a discussion's posts."""
    return key_shape(PostRow, of).pk(organisation, of.id)


def versions_pk(organisation: OrganisationId, of: SubjectRef) -> str:
    """Returns the partition key of a discussion's post versions."""
    return key_shape(PostVersionRow, of).pk(organisation, of.id)


def _post_version(post: Post) -> str:
    return PostVersionRow.of_item.sk(post.id, f"{post.version:05d}")
