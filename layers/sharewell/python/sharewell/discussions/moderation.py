"""Reactions to posts, accepted answers, statuses, merged ideas and muted threads."""

from dataclasses import dataclass
from functools import partial

from sharewell.aws import table
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.errors import Conflict, Forbidden, Invalid
from sharewell.core.events import PostMarked
from sharewell.core.ids import PostId
from sharewell.core.retry import retry_on_conflict
from sharewell.discussions.model import MAX_MERGED, Post, PostKind, Subject, thread_of
from sharewell.discussions.reactions_store import ReactionStore
from sharewell.discussions.schemas import PostView, ReactionChange, StatusChange, post_view
from sharewell.discussions.service import DiscussionService, discussions
from sharewell.discussions.store import PostStore

REACTION_ATTEMPTS = 5
"""Attempts to add or remove a reaction: many members may react to one post at a time."""


@dataclass(frozen=True, slots=True)
class PostModeration:
    """Changes the marks of posts that the caller may read."""

    discussions: DiscussionService
    store: PostStore
    reaction_store: ReactionStore
    now: Clock = now

    def react(self, id: str, post: PostId, change: ReactionChange, *, by: Caller) -> None:
        """Adds or removes one of the caller's reactions. Idempotent, also from two tabs at once."""
        mark = f"{change.reaction.value}#{by.member}"
        attempt = partial(self._react, id, post, change, mark, by)
        busy = Conflict("Many people are reacting to this post. Try again later.")
        retry_on_conflict(attempt, REACTION_ATTEMPTS, otherwise=busy)

    def accept_answer(
        self, id: str, post: PostId, answer: PostId | None, *, by: Caller
    ) -> PostView:
        """Sets or clears the accepted answer of a question.

        Raises Forbidden unless the caller asked it or moderates the discussion; Invalid if `answer`
        is not a reply to it.
        """
        subject, question, may_moderate = self._load_moderated(id, post, by)
        if question.kind is not PostKind.QUESTION or question.is_reply:
            raise Conflict("Only a question can have an answer.")
        if not may_moderate and by.member != question.author.id:
            raise Forbidden("Only the asker, editors and curators can accept an answer.")
        if question.answer == answer:
            return post_view(question, by)
        if answer is not None:
            reply = self.store.get(by.organisation, subject.ref, answer)
            if reply is None or reply.deleted_at or answer == post or thread_of(answer) != post:
                raise Invalid("The answer must be a reply to the question.", field="answer")
        event = self._marked_event(subject, question, by, "answer", answer)
        with table.transaction() as tx:
            self.reaction_store.set_answer(
                tx, by.organisation, subject.ref, question, answer, event
            )
        return post_view(question.model_copy(update={"answer": answer}), by)

    def set_status(self, id: str, post: PostId, change: StatusChange, *, by: Caller) -> PostView:
        """Sets the status of an idea or of feedback, with a reason. Raises Forbidden, Conflict."""
        subject, found, may_moderate = self._load_moderated(id, post, by)
        if found.kind not in (PostKind.IDEA, PostKind.FEEDBACK) or found.is_reply:
            raise Conflict("Only ideas and feedback have a status.")
        if not may_moderate:
            raise Forbidden("Only editors, curators and leads can set the status.")
        fields = {"status": change.status, "reason": change.reason or None}
        new = found.model_copy(update=fields)
        if new != found:
            event = self._marked_event(subject, found, by, "status")
            with table.transaction() as tx:
                self.reaction_store.set_status(tx, by.organisation, subject.ref, found, new, event)
        return post_view(new, by)

    def merge_idea(self, id: str, post: PostId, into: PostId, *, by: Caller) -> PostView:
        """Merges an idea into another one of the discussion, with its reactions and authors."""
        subject, idea, may_moderate = self._load_moderated(id, post, by)
        if not may_moderate and by.member != idea.author.id:
            raise Forbidden("Only its author, editors, curators and leads can merge an idea.")
        if idea.merged_into == into:
            return post_view(idea, by)
        target = self.store.get(by.organisation, subject.ref, into)
        if target is None or into == post or _not_an_idea(target):
            raise Invalid("The target must be another idea of this discussion.", field="into")
        if _not_an_idea(idea) or idea.merged_into or target.merged_into:
            raise Conflict("Only an unmerged idea can be merged into another unmerged idea.")
        if len(target.merged) >= MAX_MERGED:
            raise Conflict(f"At most {MAX_MERGED} ideas can be merged into one.")
        event = self._marked_event(subject, idea, by, "merged", into)
        with table.transaction() as tx:
            self.reaction_store.merge_idea(tx, by.organisation, subject.ref, idea, target, event)
        return post_view(idea.model_copy(update={"merged_into": into}), by)

    def mute_thread(self, id: str, post: PostId, *, muted: bool, by: Caller) -> None:
        """Mutes or unmutes a thread's notifications for the caller."""
        subject, _, found = self.discussions.get_post(id, thread_of(post), by)
        if (by.member in found.muted_by) is not muted:
            key = by.organisation, subject.ref, found.id, by.member
            self.reaction_store.set_muted(*key, muted=muted)

    def _react(self, id: str, post: PostId, change: ReactionChange, mark: str, by: Caller) -> None:
        subject, _, found = self.discussions.get_post(id, post, by)
        found.require_not_deleted()
        if (mark in found.reactions) is change.is_on:
            return
        if change.is_on:
            found.require_room_for_reaction()
        event = self._marked_event(subject, found, by, "reaction")
        with table.transaction() as tx:
            store = self.reaction_store
            write = store.add_reaction if change.is_on else store.remove_reaction
            write(tx, by.organisation, subject.ref, post, mark, event)

    def _load_moderated(self, id: str, post: PostId, by: Caller) -> tuple[Subject, Post, bool]:
        self.discussions.subjects.seen_by(by, id)
        subject, may_moderate, found = self.discussions.get_post(id, post, by)
        found.require_not_deleted()
        return subject, found, may_moderate

    def _marked_event(
        self, subject: Subject, post: Post, by: Caller, what: str, about: PostId | None = None
    ) -> PostMarked:
        return PostMarked(
            organisation=by.organisation,
            at=self.now(),
            subject=subject.ref.ref,
            post=post.id,
            by=by.member,
            what=what,
            about=about,
        )


def _not_an_idea(post: Post) -> bool:
    return post.kind is not PostKind.IDEA or post.is_reply or post.deleted_at is not None


moderation = PostModeration(discussions, PostStore(), ReactionStore())
