"""What follows from posts, as rows.

read                                           key
--------------------------------------------   --------------------------------------------
what changed in a discussion since             LIVE#<org>#<kind>#<id> / <event>
an item's open questions, and their lists      ASKED#<org>#<item> / <post>
a channel's open questions, newest first:      UNANSWERED#<org>#<channel>[#<group>] / <post>
for all, for a group
a member's first post                          POSTED#<org>#<member> / FIRST
who greets newcomers                           TENDS#<org> / <member>
"""

from collections.abc import Collection
from datetime import timedelta

from pynamodb.attributes import ListAttribute, UnicodeAttribute

from sharewell import table
from sharewell.clock import now
from sharewell.discussions.answers import OpenQuestion
from sharewell.discussions.model import Of, Post, written_at
from sharewell.discussions.store import PostRow, below, posts_of
from sharewell.errors import Conflict, Stale
from sharewell.events import PostEvent
from sharewell.identity.model import MemberRef
from sharewell.ids import (
    ItemId,
    MemberId,
    OrganisationId,
    PostId,
    new_ulid,
    ulid_time,
)
from sharewell.keys import KeyShape, Parent
from sharewell.table import KeyRange, Row, Write

LIVE_FOR = timedelta(hours=6)
TRAVELS_FOR = timedelta(seconds=10)
"""News of a change may be this late: who asks what is new is told again what is not older."""
MOST_CHANGES = 25
MOST_GREETERS = 25
MOST_ASKED = 50
EXCERPT = 140


class LiveRow(Row):
    """That a post is not as it was."""

    of_item = KeyShape("LIVE#<org>#item#<item> / <event>", parent=Parent.ITEM)
    of_group = KeyShape("LIVE#<org>#group#<group> / <event>", parent=Parent.GROUP)

    post = UnicodeAttribute(attr_name="p")


class AskedRow(Row):
    """The lists that an open question stands in.

    `stamp` is another with each write, so that nobody writes what was read before another's.
    """

    key = KeyShape("ASKED#<org>#<item> / <post:post>", parent=Parent.ITEM)

    places: ListAttribute[str] = ListAttribute(attr_name="p", default=list)
    stamp = UnicodeAttribute(attr_name="m")


class QuestionRow(Row):
    """An open question's line in a list."""

    key = KeyShape("UNANSWERED#<org>#<channel>[#<group>] / <post:post>")

    item = UnicodeAttribute(attr_name="i")
    title = UnicodeAttribute(attr_name="t")
    text = UnicodeAttribute(attr_name="x")
    author = UnicodeAttribute(attr_name="a")
    author_name = UnicodeAttribute(attr_name="n")

    def question(self) -> OpenQuestion:
        """The value this row keeps."""
        return OpenQuestion(
            item=ItemId(self.item),
            title=self.title,
            post=PostId(self.sk),
            text=self.text,
            author=MemberRef(id=MemberId(self.author), name=self.author_name),
            at=written_at(self.sk),
        )


class FirstRow(Row):
    """The first post of a member."""

    key = KeyShape("POSTED#<org>#<member> / FIRST")

    of = UnicodeAttribute(attr_name="o")
    post = UnicodeAttribute(attr_name="p")


class TendsRow(Row):
    """That a member greets newcomers."""

    key = KeyShape("TENDS#<org> / <member>")


class HeardStore:
    """Where it is kept what follows from posts."""

    def since(self, organisation: OrganisationId, of: Of, event: str) -> list[LiveRow]:
        """What changed after an event, and a little before it."""
        than = new_ulid(ulid_time(event) - TRAVELS_FOR)
        return table.query(LiveRow, _live(organisation, of), KeyRange(gt=than), limit=MOST_CHANGES)

    def announce(self, of: Of, said: PostEvent) -> None:
        """Let those who look at a discussion know that a post is not as it was."""
        row = LiveRow(_live(said.organisation, of), said.id, post=said.post)
        row.expires = said.at + LIVE_FOR
        with table.write() as write:
            write.put(row)

    def settle(self, of: Of, said: PostEvent) -> None:
        """Let a post's row give up what it said, which was heard: rows are read often."""
        row = PostRow(posts_of(said.organisation, of), said.post)
        try:
            with table.write() as write:
                write.update(row, [], only_if=PostRow.said.contains(said.id))
        except Stale:  # it says something newer, which is yet to be heard
            return

    def greet(self, organisation: OrganisationId, of: Of, post: PostId, *, first: bool) -> None:
        """Keep whether a post waits for somebody to say hello."""
        row = PostRow(posts_of(organisation, of), post)
        mark = PostRow.first.set(True) if first else PostRow.first.remove()
        try:
            with table.write() as write:
                write.update(row, [mark], only_if=PostRow.pk.exists())
        except Stale:
            return

    def is_first(self, of: Of, said: PostEvent, by: MemberId) -> bool:
        """Whether a post is the first that its author ever wrote; the earliest is."""
        key = FirstRow.key(said.organisation, by)
        row = table.get(FirstRow, *key, consistent=True)
        if row is None:
            try:
                with table.write() as write:
                    write.add(FirstRow(*key, of=of.ref, post=said.post))
            except Conflict:
                row = table.get(FirstRow, *key, consistent=True)
        return row is None or row.post == said.post

    def greeters(self, organisation: OrganisationId) -> list[MemberId]:
        """Curators and administrators, the first of them."""
        rows = table.query(
            TendsRow, TendsRow.key.pk(organisation), limit=MOST_GREETERS, reverse=True
        )
        return [MemberId(row.sk) for row in rows]

    def note(self, organisation: OrganisationId, member: MemberId, *, tends: bool) -> None:
        """Keep who greets newcomers."""
        row = TendsRow(*TendsRow.key(organisation, member))
        with table.write() as write:
            if tends:
                write.put(row)
            else:
                write.remove(row)

    def asked(self, organisation: OrganisationId, item: ItemId) -> list[PostId]:
        """The open questions of an item."""
        rows = table.query(
            AskedRow, AskedRow.key.pk(organisation, item), limit=MOST_ASKED, reverse=True
        )
        return [PostId(row.sk) for row in rows]

    def listed(self, organisation: OrganisationId, item: ItemId, post: PostId) -> AskedRow | None:
        """Where a question is listed at this instant."""
        return table.get(AskedRow, *AskedRow.key(organisation, item, post), consistent=True)

    def list_question(
        self,
        organisation: OrganisationId,
        item: ItemId,
        title: str,
        post: Post,
        before: AskedRow | None,
        places: Collection[str],
        *,
        waits: bool,
    ) -> None:
        """Have a question stand in just these lists; refused if they changed meanwhile.

        While it waits it is kept, wherever it stands: what was hidden may be shown again.
        """
        row = AskedRow(*AskedRow.key(organisation, item, post.id), places=sorted(places))
        row.stamp = new_ulid(now())
        with table.write() as write:
            self._keep(write, row, before, waits=waits)
            for place in places:
                write.put(
                    QuestionRow(
                        place,
                        post.id,
                        item=item,
                        title=title,
                        text=post.text[:EXCERPT],
                        author=post.author.id,
                        author_name=post.author.name,
                    )
                )
            for place in set(before.places if before else ()) - set(places):
                write.remove(QuestionRow(place, post.id))

    def _keep(self, write: Write, row: AskedRow, before: AskedRow | None, *, waits: bool) -> None:
        if before is None:
            write.add(row)
            return
        same = AskedRow.stamp == before.stamp
        if waits:
            actions = [AskedRow.places.set(row.places), AskedRow.stamp.set(row.stamp)]
            write.update(row, actions, only_if=same)
        else:
            write.remove(row, only_if=same)

    def questions(self, list: str, before: str | None, limit: int) -> list[QuestionRow]:
        """The newest open questions of a list that are older than `before`."""
        return table.query(QuestionRow, list, KeyRange(lt=before), limit=limit, reverse=True)


def unanswered_list(organisation: OrganisationId, channel: str, group: str | None = None) -> str:
    """A channel's open questions, for everybody or for one group."""
    return QuestionRow.key.pk(organisation, channel, group)


def _live(organisation: OrganisationId, of: Of) -> str:
    return below(LiveRow, of).pk(organisation, of.id)
