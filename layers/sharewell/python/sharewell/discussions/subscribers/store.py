"""Rows that follow from posts.

read                                           key
--------------------------------------------   --------------------------------------------
a discussion's changes since an event          CHANGES#<org>#<kind>#<id> / <event>
an item's open questions and their lists       QUESTIONS#<org>#<item> / <post>
a channel's open questions, newest first:      UNANSWERED#<org>#<channel>[#<group>] / <post>
for everyone, for a group
a member's first post                          FIRST_POST#<org>#<member> / FIRST
members who greet newcomers                    GREETERS#<org> / <member>
"""

from collections.abc import Collection
from datetime import timedelta

from pynamodb.attributes import ListAttribute, UnicodeAttribute

from sharewell.aws import table
from sharewell.aws.keys import KeyShape, Parent
from sharewell.aws.table import KeyRange, Row, Transaction
from sharewell.core.clock import now
from sharewell.core.errors import Conflict, VersionConflict
from sharewell.core.events import PostEvent
from sharewell.core.ids import ItemId, MemberId, OrganisationId, PostId, new_ulid, ulid_time
from sharewell.discussions.model import Post, SubjectRef, written_at
from sharewell.discussions.schemas import OpenQuestion
from sharewell.discussions.store import PostRow, discussion_pk, key_shape
from sharewell.identity.model import MemberRef

CHANGES_KEPT_FOR = timedelta(hours=6)
MAX_DELIVERY_DELAY = timedelta(seconds=10)
"""How late a change's row may be written: readers get changes again that are this much older."""
MAX_CHANGES = 25
MAX_GREETERS = 25
MAX_OPEN_QUESTIONS = 50
EXCERPT_LENGTH = 140


class ChangeRow(Row):
    """A change of a post."""

    of_item = KeyShape("CHANGES#<org>#item#<item> / <event>", parent=Parent.ITEM)
    of_group = KeyShape("CHANGES#<org>#group#<group> / <event>", parent=Parent.GROUP)

    post = UnicodeAttribute(attr_name="p")


class OpenQuestionRow(Row):
    """The lists that an open question is in.

    Each write sets another `stamp`, so a write fails if another came after the read.
    """

    key = KeyShape("QUESTIONS#<org>#<item> / <post:post>", parent=Parent.ITEM)

    lists: ListAttribute[str] = ListAttribute(attr_name="p", default=list)
    stamp = UnicodeAttribute(attr_name="m")


class UnansweredRow(Row):
    """A list entry of an open question."""

    key = KeyShape("UNANSWERED#<org>#<channel>[#<group>] / <post:post>")

    item = UnicodeAttribute(attr_name="i")
    title = UnicodeAttribute(attr_name="t")
    text = UnicodeAttribute(attr_name="x")
    author = UnicodeAttribute(attr_name="a")
    author_name = UnicodeAttribute(attr_name="n")

    def question(self) -> OpenQuestion:
        """Returns the open question in this row."""
        return OpenQuestion(
            item=ItemId(self.item),
            title=self.title,
            post=PostId(self.sk),
            text=self.text,
            author=MemberRef(id=MemberId(self.author), name=self.author_name),
            asked_at=written_at(self.sk),
        )


class FirstPostRow(Row):
    """The first post of a member."""

    key = KeyShape("FIRST_POST#<org>#<member> / FIRST")

    of = UnicodeAttribute(attr_name="o")
    post = UnicodeAttribute(attr_name="p")


class GreeterRow(Row):
    """A member who greets newcomers."""

    key = KeyShape("GREETERS#<org> / <member>")


class SubscriberStore:
    """The store of what follows from posts."""

    def list_changes_since(
        self, organisation: OrganisationId, of: SubjectRef, event: str
    ) -> list[ChangeRow]:
        """Returns changes after an event, and those up to 10 seconds before it."""
        since = new_ulid(ulid_time(event) - MAX_DELIVERY_DELAY)
        return table.query(
            ChangeRow, _changes_pk(organisation, of), KeyRange(gt=since), limit=MAX_CHANGES
        )

    def record_change(self, of: SubjectRef, event: PostEvent) -> None:
        """Writes that a post changed, for live readers of the discussion."""
        row = ChangeRow(_changes_pk(event.organisation, of), event.id, post=event.post)
        row.expires = event.at + CHANGES_KEPT_FOR
        with table.transaction() as tx:
            tx.put(row)

    def clear_outbox(self, of: SubjectRef, event: PostEvent) -> None:
        """Clears a post's outbox once its event is handled: rows are read often."""
        row = PostRow(discussion_pk(event.organisation, of), event.post)
        try:
            with table.transaction() as tx:
                tx.update(row, [], only_if=PostRow.outbox.contains(event.id))
        except VersionConflict:  # the outbox holds a newer event, which is yet to be handled
            return

    def set_first_post(
        self, organisation: OrganisationId, of: SubjectRef, post: PostId, *, first: bool
    ) -> None:
        """Writes whether a post is marked as its author's first."""
        row = PostRow(discussion_pk(organisation, of), post)
        mark = PostRow.is_first.set(True) if first else PostRow.is_first.remove()
        try:
            with table.transaction() as tx:
                tx.update(row, [mark], only_if=PostRow.pk.exists())
        except VersionConflict:
            return

    def is_first_post(self, of: SubjectRef, event: PostEvent, by: MemberId) -> bool:
        """Returns whether a post is its author's first; writes it as the first if there is none."""
        key = FirstPostRow.key(event.organisation, by)
        row = table.get(FirstPostRow, *key, consistent=True)
        if row is None:
            try:
                with table.transaction() as tx:
                    tx.add(FirstPostRow(*key, of=of.ref, post=event.post))
            except Conflict:
                row = table.get(FirstPostRow, *key, consistent=True)
        return row is None or row.post == event.post

    def list_greeters(self, organisation: OrganisationId) -> list[MemberId]:
        """Returns up to 25 members who greet newcomers."""
        rows = table.query(
            GreeterRow, GreeterRow.key.pk(organisation), limit=MAX_GREETERS, reverse=True
        )
        return [MemberId(row.sk) for row in rows]

    def set_greeter(
        self, organisation: OrganisationId, member: MemberId, *, is_greeter: bool
    ) -> None:
        """Writes whether a member greets newcomers."""
        row = GreeterRow(*GreeterRow.key(organisation, member))
        with table.transaction() as tx:
            if is_greeter:
                tx.put(row)
            else:
                tx.delete(row)

    def list_open_questions(self, organisation: OrganisationId, item: ItemId) -> list[PostId]:
        """Returns the open questions of an item, newest first."""
        rows = table.query(
            OpenQuestionRow,
            OpenQuestionRow.key.pk(organisation, item),
            limit=MAX_OPEN_QUESTIONS,
            reverse=True,
        )
        return [PostId(row.sk) for row in rows]

    def get_question_lists(
        self, organisation: OrganisationId, item: ItemId, post: PostId
    ) -> OpenQuestionRow | None:
        """Returns the lists of a question with a strongly consistent read."""
        return table.get(
            OpenQuestionRow, *OpenQuestionRow.key(organisation, item, post), consistent=True
        )

    def set_question_lists(
        self,
        organisation: OrganisationId,
        item: ItemId,
        title: str,
        post: Post,
        before: OpenQuestionRow | None,
        lists: Collection[str],
        *,
        is_open: bool,
    ) -> None:
        """Writes a question into exactly these lists. Raises VersionConflict if they changed.

        An open question keeps its row with no lists too: what is hidden may become visible again.
        """
        row = OpenQuestionRow(
            *OpenQuestionRow.key(organisation, item, post.id), lists=sorted(lists)
        )
        row.stamp = new_ulid(now())
        with table.transaction() as tx:
            self._save_question(tx, row, before, is_open=is_open)
            for pk in lists:
                tx.put(
                    UnansweredRow(
                        pk,
                        post.id,
                        item=item,
                        title=title,
                        text=post.text[:EXCERPT_LENGTH],
                        author=post.author.id,
                        author_name=post.author.name,
                    )
                )
            for pk in set(before.lists if before else ()) - set(lists):
                tx.delete(UnansweredRow(pk, post.id))

    def _save_question(
        self,
        tx: Transaction,
        row: OpenQuestionRow,
        before: OpenQuestionRow | None,
        *,
        is_open: bool,
    ) -> None:
        if before is None:
            tx.add(row)
            return
        unchanged = OpenQuestionRow.stamp == before.stamp
        if is_open:
            actions = [OpenQuestionRow.lists.set(row.lists), OpenQuestionRow.stamp.set(row.stamp)]
            tx.update(row, actions, only_if=unchanged)
        else:
            tx.delete(row, only_if=unchanged)

    def list_unanswered(self, list: str, before: str | None, limit: int) -> list[UnansweredRow]:
        """Returns the newest open questions of a list that are older than `before`."""
        return table.query(UnansweredRow, list, KeyRange(lt=before), limit=limit, reverse=True)


def unanswered_list(organisation: OrganisationId, channel: str, group: str | None = None) -> str:
    """Returns the partition key of a channel's open questions, for everyone or for one group."""
    return UnansweredRow.key.pk(organisation, channel, group)


def _changes_pk(organisation: OrganisationId, of: SubjectRef) -> str:
    return key_shape(ChangeRow, of).pk(organisation, of.id)
