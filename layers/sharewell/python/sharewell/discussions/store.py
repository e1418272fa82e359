"""Discussions, as rows. `<of>` is what is discussed: `item#<id>` or `group#<id>`.

    read                                           key
    --------------------------------------------   --------------------------------------------
    a discussion, newest thread first; a thread;   POST#<org>#<of> / <thread>[-<reply>]
    a post
    what channels say of an item's discussion      POST#<org>#item#<id> / SWITCH
    what a post said before                        WAS#<org>#<of> / <post>#<00002>

The id of a post begins with that of its thread, so threads with their replies are one key range.
SWITCH comes after them all, so the newest posts are read together with it. Names are short, and a
row gives up what it said once that was heard: fifteen posts fit one read.
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

from sharewell import table
from sharewell.content.model import UNDO_FOR
from sharewell.discussions.model import Of, Post
from sharewell.events import Event
from sharewell.identity.model import MemberRef
from sharewell.ids import OrganisationId, PostId
from sharewell.keys import KeyShape, Parent
from sharewell.pictures.saying import shown
from sharewell.table import KeyRange, Row, Write
from sharewell.values import Switch

PAGE = 15
A_FEW = 5
"""Posts among which news mostly are."""
MOST_OF_A_THREAD = 100
MOST_WORDINGS = 20


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
    first = BooleanAttribute(attr_name="f", null=True)

    def post(self) -> Post:
        """The value this row keeps."""
        kept = {name: value for name, value in self.fields().items() if value is not None}
        author = MemberRef(id=kept.pop("author"), name=kept.pop("author_name"))
        return Post.model_validate({**kept, "id": self.sk, "author": author})


class WordingRow(Row):
    """What a post said until then."""

    of_item = KeyShape("WAS#<org>#item#<item> / <post:post>#<version:digits>", parent=Parent.ITEM)
    of_group = KeyShape(
        "WAS#<org>#group#<group> / <post:post>#<version:digits>", parent=Parent.GROUP
    )

    text = UnicodeAttribute(attr_name="t")
    anchor = JSONAttribute(attr_name="c", null=True)
    until = UTCDateTimeAttribute(attr_name="u")


class SwitchRow(Row):
    """What channels say of an item's discussion; without one, they leave it open."""

    key = KeyShape("POST#<org>#item#<item> / SWITCH", parent=Parent.ITEM)

    switch = UnicodeAttribute(attr_name="k")


SWITCH = SwitchRow.key.sk()


class Posts(NamedTuple):
    """A page of a discussion; the first one says what its channels say of it."""

    items: list[PostRow]
    next: str | None
    inherited: Switch


class PostStore:
    """Where posts are kept."""

    def page(
        self, organisation: OrganisationId, of: Of, after: str | None, limit: int = PAGE
    ) -> Posts:
        """A page of a discussion."""
        pk = posts_of(organisation, of)
        rows = table.query_page(PostRow, pk, after=after, limit=limit, reverse=True)
        posts = [row for row in rows.items if row.sk != SWITCH]
        said = [Switch(row.kind) for row in rows.items if row.sk == SWITCH]
        return Posts(posts, rows.next, *(said or [Switch.OPEN]))

    def inherited(
        self, organisation: OrganisationId, of: Of, *, consistent: bool = False
    ) -> Switch:
        """What its channels say of how something is discussed."""
        if of.kind != "item":
            return Switch.OPEN
        row = table.get(SwitchRow, posts_of(organisation, of), SWITCH, consistent=consistent)
        return Switch(row.switch) if row else Switch.OPEN

    def several_inherited(
        self, organisation: OrganisationId, some: Sequence[Of]
    ) -> dict[Of, Switch]:
        """The same of several items, where their channels say anything."""
        keys = {posts_of(organisation, of): of for of in some}
        rows = table.get_many(SwitchRow, [(pk, SWITCH) for pk in keys])
        return {keys[row.pk]: Switch(row.switch) for row in rows}

    def inherit(
        self, write: Write, organisation: OrganisationId, of: Of, switch: Switch, said: Event
    ) -> None:
        """Keep what its channels say."""
        write.put(SwitchRow(posts_of(organisation, of), SWITCH, switch=switch.value), said)

    def thread(self, organisation: OrganisationId, of: Of, thread: PostId) -> list[Post]:
        """A thread from its beginning, as it is at this instant."""
        rows = table.query(
            PostRow,
            posts_of(organisation, of),
            KeyRange(prefix=thread),
            limit=MOST_OF_A_THREAD,
            consistent=True,
        )
        return [row.post() for row in rows]

    def post(self, organisation: OrganisationId, of: Of, id: PostId) -> Post | None:
        """One post, as it is at this instant."""
        row = table.get(PostRow, posts_of(organisation, of), id, consistent=True)
        return row.post() if row else None

    def several(self, organisation: OrganisationId, of: Of, ids: Sequence[str]) -> list[Post]:
        """Those of these posts that are there."""
        return list(self.anywhere(organisation, [(of, PostId(id)) for id in ids]).values())

    def anywhere(
        self, organisation: OrganisationId, places: Sequence[tuple[Of, PostId]]
    ) -> dict[tuple[Of, PostId], Post]:
        """Those of these posts that are there, wherever they are."""
        keys = {(posts_of(organisation, of), str(id)): (of, id) for of, id in places}
        rows = table.get_many(PostRow, list(keys))
        return {keys[row.pk, row.sk]: row.post() for row in rows}

    def add(
        self, write: Write, organisation: OrganisationId, of: Of, new: Post, said: Event
    ) -> None:
        """Keep a new post."""
        row = PostRow(
            posts_of(organisation, of),
            new.id,
            kind=new.kind.value,
            author=new.author.id,
            author_name=new.author.name,
            text=new.text,
            anchor=new.anchor.model_dump(exclude_none=True) if new.anchor else None,
            version=new.version,
        )
        write.add(row, said, *shown(organisation, said.at, of.ref, new.text))

    def reword(
        self,
        write: Write,
        organisation: OrganisationId,
        of: Of,
        old: Post,
        new: Post,
        said: Event,
    ) -> None:
        """Keep other words, and beside them what they were; deleted ones for 30 days."""
        kept = WordingRow(
            wordings_of(organisation, of),
            _wording(old),
            text=old.text,
            anchor=old.anchor.model_dump(exclude_none=True) if old.anchor else None,
            until=said.at,
            expires=said.at + UNDO_FOR if new.deleted_at else None,
        )
        write.put(kept)
        edited = PostRow.edited_at.set(new.edited_at) if new.edited_at else None
        deleted = PostRow.deleted_at.set(new.deleted_at) if new.deleted_at else None
        actions = [
            PostRow.text.set(new.text),
            PostRow.version.set(new.version),
            *(it for it in (edited, deleted) if it),
        ]
        if new.deleted_at:
            actions.append(PostRow.anchor.remove())
        news = shown(organisation, said.at, of.ref, new.text, old.text)
        self._update(write, organisation, of, old, actions, said, *news)

    def restore(
        self, write: Write, organisation: OrganisationId, of: Of, old: Post, said: Event
    ) -> Post | None:
        """Bring back what a deleted post said, if that is still kept."""
        before = old.model_copy(update={"version": old.version - 1})
        kept = table.get(
            WordingRow, wordings_of(organisation, of), _wording(before), consistent=True
        )
        if kept is None:
            return None
        actions = [
            PostRow.text.set(kept.text),
            PostRow.version.set(old.version + 1),
            PostRow.deleted_at.remove(),
        ]
        if kept.anchor is not None:
            actions.append(PostRow.anchor.set(kept.anchor))
        self._update(write, organisation, of, old, actions, said)
        write.remove(kept)
        fresh = {"text": kept.text, "anchor": kept.anchor, "deleted_at": None}
        whole = old.model_dump() | fresh | {"version": old.version + 1}
        return Post.model_validate(whole)

    def wordings(self, organisation: OrganisationId, of: Of, post: PostId) -> list[WordingRow]:
        """What a post said before, latest first."""
        pk, begins = wordings_of(organisation, of), WordingRow.of_item.begins(post)
        some = KeyRange(prefix=begins)
        return table.query(WordingRow, pk, some, limit=MOST_WORDINGS, reverse=True)

    def _update(
        self,
        write: Write,
        organisation: OrganisationId,
        of: Of,
        old: Post,
        actions: Sequence[Action],
        *said: Event,
    ) -> None:
        row = PostRow(posts_of(organisation, of), old.id)
        write.update(row, actions, *said, only_if=PostRow.version == old.version)


class _OfEither(Protocol):
    of_item: KeyShape
    of_group: KeyShape


def below(kind: type[_OfEither], of: Of) -> KeyShape:
    """Return the shape of such rows' keys below an item, or below a group."""
    return kind.of_item if of.kind == "item" else kind.of_group


def posts_of(organisation: OrganisationId, of: Of) -> str:
    """Where the posts of a discussion are kept."""
    return below(PostRow, of).pk(organisation, of.id)


def wordings_of(organisation: OrganisationId, of: Of) -> str:
    """Where it is kept what posts said before."""
    return below(WordingRow, of).pk(organisation, of.id)


def _wording(post: Post) -> str:
    return WordingRow.of_item.sk(post.id, f"{post.version:05d}")
