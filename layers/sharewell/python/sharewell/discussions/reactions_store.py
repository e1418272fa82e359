"""Writes reactions, answers, statuses and merges into the rows of posts (store.py).

Each write checks the values that it replaces.
"""

from collections.abc import Sequence

from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.update import Action

from sharewell.aws import table
from sharewell.aws.table import Transaction
from sharewell.core.errors import LimitExceeded, VersionConflict
from sharewell.core.events import Event
from sharewell.core.ids import MemberId, OrganisationId, PostId
from sharewell.discussions.model import MAX_MUTED, MAX_REACTIONS, Post, SubjectRef
from sharewell.discussions.store import PostRow, discussion_pk


class ReactionStore:
    """The store of what others do with a post."""

    def set_answer(
        self,
        tx: Transaction,
        organisation: OrganisationId,
        of: SubjectRef,
        question: Post,
        answer: PostId | None,
        event: Event,
    ) -> None:
        """Writes the accepted answer. Raises VersionConflict if another was chosen meanwhile."""
        action = PostRow.answer.set(answer) if answer else PostRow.answer.remove()
        tx.update(
            PostRow(discussion_pk(organisation, of), question.id),
            [action],
            event,
            only_if=_not_deleted() & _unchanged(PostRow.answer, question.answer),
            error=_conflict(),
        )

    def set_status(
        self,
        tx: Transaction,
        organisation: OrganisationId,
        of: SubjectRef,
        old: Post,
        post: Post,
        event: Event,
    ) -> None:
        """Writes the status and reason. Raises VersionConflict if they changed since `old`."""
        reason = PostRow.reason.set(post.reason) if post.reason else PostRow.reason.remove()
        status = PostRow.status.set(post.status) if post.status else PostRow.status.remove()
        same = _unchanged(PostRow.status, old.status) & _unchanged(PostRow.reason, old.reason)
        tx.update(
            PostRow(discussion_pk(organisation, of), post.id),
            [status, reason],
            event,
            only_if=_not_deleted() & same,
            error=_conflict(),
        )

    def merge_idea(
        self,
        tx: Transaction,
        organisation: OrganisationId,
        of: SubjectRef,
        idea: Post,
        into: Post,
        event: Event,
    ) -> None:
        """Merges an idea into another and unites their reactions: a member's count once."""
        pk = discussion_pk(organisation, of)
        error = VersionConflict("One of these ideas has just been merged. Reload and try again.")
        tx.update(
            PostRow(pk, idea.id),
            [PostRow.merged_into.set(into.id)],
            event,
            only_if=PostRow.merged_into.does_not_exist() & PostRow.deleted_at.does_not_exist(),
            error=error,
        )
        actions = [PostRow.merged.add({idea.id})]
        if idea.reactions:
            actions.append(PostRow.reactions.add(set(idea.reactions)))
        tx.update(
            PostRow(pk, into.id),
            actions,
            only_if=PostRow.merged_into.does_not_exist() & PostRow.deleted_at.does_not_exist(),
            error=error,
        )

    def add_reaction(
        self,
        tx: Transaction,
        organisation: OrganisationId,
        of: SubjectRef,
        id: PostId,
        reaction: str,
        event: Event,
    ) -> None:
        """Adds a reaction. Raises VersionConflict if it exists or the limit is reached."""
        has_room = size(PostRow.reactions) < MAX_REACTIONS  # type: ignore[no-untyped-call]
        can_add = ~PostRow.reactions.contains(reaction) & has_room
        self._update_post(
            tx,
            organisation,
            of,
            id,
            [PostRow.reactions.add({reaction})],
            event,
            _not_deleted() & (PostRow.reactions.does_not_exist() | can_add),
        )

    def remove_reaction(
        self,
        tx: Transaction,
        organisation: OrganisationId,
        of: SubjectRef,
        id: PostId,
        reaction: str,
        event: Event,
    ) -> None:
        """Removes a reaction. Raises VersionConflict if it does not exist."""
        can_remove = _not_deleted() & PostRow.reactions.contains(reaction)
        actions = [PostRow.reactions.delete({reaction})]
        self._update_post(tx, organisation, of, id, actions, event, can_remove)

    def set_muted(
        self,
        organisation: OrganisationId,
        of: SubjectRef,
        thread: PostId,
        member: MemberId,
        *,
        muted: bool,
    ) -> None:
        """Writes whether a member mutes a thread. Writes no event: it concerns the member only."""
        row = PostRow(discussion_pk(organisation, of), thread)
        has_room = size(PostRow.muted_by) < MAX_MUTED  # type: ignore[no-untyped-call]
        exists = PostRow.pk.exists()
        can_mute = exists & (PostRow.muted_by.does_not_exist() | has_room)
        with table.transaction() as tx:
            tx.update(
                row,
                [PostRow.muted_by.add({member}) if muted else PostRow.muted_by.delete({member})],
                only_if=can_mute if muted else exists,
                error=LimitExceeded(f"At most {MAX_MUTED} people can mute one thread."),
            )

    def _update_post(
        self,
        tx: Transaction,
        organisation: OrganisationId,
        of: SubjectRef,
        id: PostId,
        actions: Sequence[Action],
        event: Event,
        only_if: Condition,
    ) -> None:
        row = PostRow(discussion_pk(organisation, of), id)
        tx.update(row, actions, event, only_if=only_if, error=_conflict())


def _not_deleted() -> Condition:
    condition: Condition = PostRow.pk.exists() & PostRow.deleted_at.does_not_exist()
    return condition


def _unchanged(field: UnicodeAttribute, value: str | None) -> Condition:
    return field.does_not_exist() if value is None else field == value


def _conflict() -> VersionConflict:
    return VersionConflict("This post has just been changed. Reload and try again.")
