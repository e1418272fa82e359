"""What becomes of a post: reactions, an answer, a status, merging, silence."""

from dataclasses import dataclass
from functools import partial

from sharewell import table
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.discussions.answers import PostView, view
from sharewell.discussions.bodies import ChosenStatus, Felt
from sharewell.discussions.marks_store import MarkStore
from sharewell.discussions.model import MOST_MERGED, Ground, Post, PostKind, thread_of
from sharewell.discussions.service import Discussions, discussions
from sharewell.discussions.store import PostStore
from sharewell.errors import Conflict, Forbidden, Invalid
from sharewell.events import PostMarked
from sharewell.ids import PostId
from sharewell.retry import retry_on_conflict

REACTION_ATTEMPTS = 5
"""Many people react to one post at a time."""


@dataclass(frozen=True, slots=True)
class Marking:
    """Mark posts of a discussion that one may read."""

    discussions: Discussions
    store: PostStore
    marks: MarkStore
    now: Clock = now

    def react(self, id: str, post: PostId, felt: Felt, *, by: Caller) -> None:
        """Give a reaction or take it back; twice is once, in two tabs at one instant too."""
        mark = f"{felt.reaction.value}#{by.member}"
        attempt = partial(self._react, id, post, felt, mark, by)
        busy = Conflict("many people are reacting to this right now")
        retry_on_conflict(attempt, REACTION_ATTEMPTS, otherwise=busy)

    def answer(self, id: str, post: PostId, answer: PostId | None, *, by: Caller) -> PostView:
        """Say which reply answers a question, or that none does."""
        ground, question, tends = self._tended(id, post, by)
        if question.kind is not PostKind.QUESTION or question.is_reply:
            raise Conflict("only a question has an answer")
        if not tends and by.member != question.author.id:
            raise Forbidden("who asked, editors and curators say what answers a question")
        if question.answer == answer:
            return view(question, by)
        if answer is not None:
            reply = self.store.post(by.organisation, ground.of, answer)
            if reply is None or reply.deleted_at or answer == post or thread_of(answer) != post:
                raise Invalid("this is no reply to the question", field="answer")
        said = self._marked(ground, question, by, "answer", answer)
        with table.write() as write:
            self.marks.answered(write, by.organisation, ground.of, question, answer, said)
        return view(question.model_copy(update={"answer": answer}), by)

    def judge(self, id: str, post: PostId, chosen: ChosenStatus, *, by: Caller) -> PostView:
        """Say what becomes of an idea or of feedback, and why."""
        ground, found, tends = self._tended(id, post, by)
        if found.kind not in (PostKind.IDEA, PostKind.FEEDBACK) or found.is_reply:
            raise Conflict("only ideas and feedback have a status")
        if not tends:
            raise Forbidden("editors, curators and leads say what becomes of this")
        given = {"status": chosen.status, "reason": chosen.reason or None}
        new = found.model_copy(update=given)
        if new != found:
            said = self._marked(ground, found, by, "status")
            with table.write() as write:
                self.marks.judged(write, by.organisation, ground.of, found, new, said)
        return view(new, by)

    def merge(self, id: str, post: PostId, into: PostId, *, by: Caller) -> PostView:
        """Point an idea on to the same one; reactions and followers go with it."""
        ground, idea, tends = self._tended(id, post, by)
        if not tends and by.member != idea.author.id:
            raise Forbidden("its author, editors, curators and leads merge an idea")
        if idea.merged_into == into:
            return view(idea, by)
        target = self.store.post(by.organisation, ground.of, into)
        if target is None or into == post or _no_idea(target):
            raise Invalid("this is no idea of this discussion", field="into")
        if _no_idea(idea) or idea.merged_into or target.merged_into:
            raise Conflict("only an idea that is not merged yet goes into one that is not")
        if len(target.merged) >= MOST_MERGED:
            raise Conflict(f"at most {MOST_MERGED} ideas are merged into one")
        said = self._marked(ground, idea, by, "merged", into)
        with table.write() as write:
            self.marks.merge(write, by.organisation, ground.of, idea, target, said)
        return view(idea.model_copy(update={"merged_into": into}), by)

    def mute(self, id: str, post: PostId, *, muted: bool, by: Caller) -> None:
        """Hear nothing more of a thread, or hear of it again."""
        ground, _, found = self.discussions.spoken(id, thread_of(post), by)
        if (by.member in found.muted_by) is not muted:
            whom = by.organisation, ground.of, found.id, by.member
            self.marks.mute(*whom, muted=muted)

    def _react(self, id: str, post: PostId, felt: Felt, mark: str, by: Caller) -> None:
        ground, _, found = self.discussions.spoken(id, post, by)
        found.must_stand()
        if (mark in found.reactions) is felt.on:
            return
        if felt.on:
            found.must_take_reaction()
        said = self._marked(ground, found, by, "reaction")
        with table.write() as write:
            keep = self.marks.react if felt.on else self.marks.unreact
            keep(write, by.organisation, ground.of, post, mark, said)

    def _tended(self, id: str, post: PostId, by: Caller) -> tuple[Ground, Post, bool]:
        _, tends = self.discussions.grounds.seen_by(by, id)
        ground, tends, found = self.discussions.spoken(id, post, by)
        found.must_stand()
        return ground, found, tends

    def _marked(
        self, ground: Ground, post: Post, by: Caller, what: str, about: PostId | None = None
    ) -> PostMarked:
        return PostMarked(
            organisation=by.organisation,
            at=self.now(),
            of=ground.of.ref,
            post=post.id,
            by=by.member,
            what=what,
            about=about,
        )


def _no_idea(post: Post) -> bool:
    return post.kind is not PostKind.IDEA or post.is_reply or post.deleted_at is not None


marking = Marking(discussions, PostStore(), MarkStore())
