"""Marks on posts, in the posts' own rows (store.py): each holds only while the post is as read."""

from collections.abc import Sequence

from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.update import Action

from sharewell import table
from sharewell.discussions.model import MOST_MUTED, MOST_REACTIONS, Of, Post
from sharewell.discussions.store import PostRow, posts_of
from sharewell.errors import Stale, TooMany
from sharewell.events import Event
from sharewell.ids import MemberId, OrganisationId, PostId
from sharewell.table import Write


class MarkStore:
    """Where it is kept how people feel about posts and what becomes of them."""

    def answered(
        self,
        write: Write,
        organisation: OrganisationId,
        of: Of,
        question: Post,
        answer: PostId | None,
        said: Event,
    ) -> None:
        """Keep which reply answers; refused when somebody chose since the question was read."""
        action = PostRow.answer.set(answer) if answer else PostRow.answer.remove()
        write.update(
            PostRow(posts_of(organisation, of), question.id),
            [action],
            said,
            only_if=_stands() & _is_still(PostRow.answer, question.answer),
            otherwise=_changed(),
        )

    def judged(
        self,
        write: Write,
        organisation: OrganisationId,
        of: Of,
        old: Post,
        post: Post,
        said: Event,
    ) -> None:
        """Keep what becomes of an idea or feedback; refused when somebody said since `old`."""
        reason = PostRow.reason.set(post.reason) if post.reason else PostRow.reason.remove()
        status = PostRow.status.set(post.status) if post.status else PostRow.status.remove()
        same = _is_still(PostRow.status, old.status) & _is_still(PostRow.reason, old.reason)
        write.update(
            PostRow(posts_of(organisation, of), post.id),
            [status, reason],
            said,
            only_if=_stands() & same,
            otherwise=_changed(),
        )

    def merge(
        self,
        write: Write,
        organisation: OrganisationId,
        of: Of,
        idea: Post,
        into: Post,
        said: Event,
    ) -> None:
        """Point an idea on to another, which takes its reactions; nobody's counts twice."""
        pk = posts_of(organisation, of)
        gone = Stale("somebody else has just merged one of these")
        write.update(
            PostRow(pk, idea.id),
            [PostRow.merged_into.set(into.id)],
            said,
            only_if=PostRow.merged_into.does_not_exist() & PostRow.deleted_at.does_not_exist(),
            otherwise=gone,
        )
        taken = [PostRow.merged.add({idea.id})]
        if idea.reactions:
            taken.append(PostRow.reactions.add(set(idea.reactions)))
        write.update(
            PostRow(pk, into.id),
            taken,
            only_if=PostRow.merged_into.does_not_exist() & PostRow.deleted_at.does_not_exist(),
            otherwise=gone,
        )

    def react(
        self, write: Write, organisation: OrganisationId, of: Of, id: PostId, mark: str, said: Event
    ) -> None:
        """Put a reaction to a post; Stale when it has it by now, or no room for it."""
        has_room = size(PostRow.reactions) < MOST_REACTIONS  # type: ignore[no-untyped-call]
        lacks_it = ~PostRow.reactions.contains(mark) & has_room
        self._mark(
            write,
            organisation,
            of,
            id,
            [PostRow.reactions.add({mark})],
            said,
            _stands() & (PostRow.reactions.does_not_exist() | lacks_it),
        )

    def unreact(
        self, write: Write, organisation: OrganisationId, of: Of, id: PostId, mark: str, said: Event
    ) -> None:
        """Take a reaction back; Stale when it is gone by now."""
        has_it = _stands() & PostRow.reactions.contains(mark)
        actions = [PostRow.reactions.delete({mark})]
        self._mark(write, organisation, of, id, actions, said, has_it)

    def mute(
        self, organisation: OrganisationId, of: Of, thread: PostId, who: MemberId, *, muted: bool
    ) -> None:
        """Keep who hears nothing of a thread. Nothing happened that others would have to know."""
        row = PostRow(posts_of(organisation, of), thread)
        has_room = size(PostRow.muted_by) < MOST_MUTED  # type: ignore[no-untyped-call]
        there = PostRow.pk.exists()
        with table.write() as write:
            write.update(
                row,
                [PostRow.muted_by.add({who}) if muted else PostRow.muted_by.delete({who})],
                only_if=there & (PostRow.muted_by.does_not_exist() | has_room) if muted else there,
                otherwise=TooMany(f"at most {MOST_MUTED} people mute one thread"),
            )

    def _mark(
        self,
        write: Write,
        organisation: OrganisationId,
        of: Of,
        id: PostId,
        actions: Sequence[Action],
        said: Event,
        only_if: Condition,
    ) -> None:
        row = PostRow(posts_of(organisation, of), id)
        write.update(row, actions, said, only_if=only_if, otherwise=_changed())


def _stands() -> Condition:
    stands: Condition = PostRow.pk.exists() & PostRow.deleted_at.does_not_exist()
    return stands


def _is_still(field: UnicodeAttribute, value: str | None) -> Condition:
    return field.does_not_exist() if value is None else field == value


def _changed() -> Stale:
    return Stale("this post has just changed; read it again")
