"""What people can do in a discussion: read it, and say something."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from sharewell import table
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.content.model import UNDO_FOR
from sharewell.discussions.answers import Changes, DiscussionPage, PostView, Wording, view
from sharewell.discussions.bodies import NewPost, PostEdit, must_take
from sharewell.discussions.ground import Grounds, grounds, guess
from sharewell.discussions.heard.store import HeardStore
from sharewell.discussions.model import Ground, Post, reply_under, thread_of
from sharewell.discussions.store import A_FEW, PostStore
from sharewell.errors import Conflict, Gone, Invalid, Missing, Stale
from sharewell.events import PostEdited, PostWritten
from sharewell.identity.model import MemberRef
from sharewell.ids import PostId, mint
from sharewell.values import Switch


@dataclass(frozen=True, slots=True)
class Discussions:
    """Read a discussion, follow it live, write, edit and delete posts."""

    store: PostStore
    heard: HeardStore
    grounds: Grounds
    now: Clock = now

    def page(self, id: str, *, by: Caller, after: str | None) -> DiscussionPage:
        """A page of what is said about something that the caller may see."""
        at, of = self.now(), guess(by, id)
        reads: list[Callable[[], Any]] = [partial(self.store.page, by.organisation, of, after)]
        if after:  # the first page says it itself
            reads.append(partial(self.store.inherited, by.organisation, of))
        # All at once: whoever may not see it gets its refusal and nothing else.
        ground, tends, [rows, *says] = self.grounds.seen_with(by, id, *reads)
        ground = ground.under(says[0] if says else rows.inherited)
        hidden = ground.switch is Switch.OFF
        return DiscussionPage(
            items=[] if hidden else [view(row.post(), by) for row in rows.items],
            next=None if hidden else rows.next,
            switch=ground.switch,
            own_switch=ground.own,
            may_tend=tends,
            since=mint(at),
        )

    def changes(self, id: str, since: str | None, *, by: Caller) -> Changes:
        """The posts that are not as they were; some may come again, as the news travel."""
        since, of = since or mint(self.now()), guess(by, id)
        news = partial(self.heard.since, by.organisation, of, since)
        few = partial(self.store.page, by.organisation, of, None, A_FEW)
        ground, _, [live, newest] = self.grounds.seen_with(by, id, news, few)
        ground = ground.under(newest.inherited)
        changed = [] if ground.switch is Switch.OFF else list(dict.fromkeys(it.post for it in live))
        here = {row.sk: row.post() for row in newest.items if row.sk in changed}
        older = [it for it in changed if it not in here]
        found = [*here.values(), *self.store.several(by.organisation, ground.of, older)]
        return Changes(
            posts=[view(post, by) for post in found],
            switch=ground.switch,
            since=max([since, *(row.sk for row in live)]),
        )

    def say(self, id: str, new: NewPost, *, by: Caller, key: str | None = None) -> PostView:
        """Write a post; twice under one key is once."""
        at = self.now()
        ground, _, parent = self._read(id, thread_of(new.reply_to or ""), by)
        if new.reply_to and parent is None:
            raise Invalid("there is no such post", field="reply_to")
        must_take(ground.switch, new, parent)
        own = key or mint(at)
        post = Post(
            id=reply_under(parent.id, own) if parent else PostId(own),
            kind=new.kind,
            author=MemberRef(id=by.member, name=by.name),
            text=new.text,
            anchor=new.anchor,
        )
        said = PostWritten(
            organisation=by.organisation, at=at, of=ground.of.ref, post=post.id, by=by.member
        )
        try:
            with table.write() as write:
                self.store.add(write, by.organisation, ground.of, post, said)
        except Conflict:
            made = self.store.post(by.organisation, ground.of, post.id)
            if made is None or made.author.id != by.member:
                raise
            return view(made, by)
        return view(post, by)

    def edit(
        self, id: str, post: PostId, edit: PostEdit, version: int | None, *, by: Caller
    ) -> PostView:
        """Say it in other words; what it said before stays to be looked at."""
        ground, _, old = self.spoken(id, post, by)
        old.must_stand()
        old.must_be_own(by)
        if version not in (None, old.version):
            raise Stale("this post was changed since you read it")
        at = self.now()
        fresh = {"text": edit.text, "version": old.version + 1, "edited_at": at}
        new = old.model_copy(update=fresh)
        self._reword(ground, old, new, by)
        return view(new, by)

    def delete(self, id: str, post: PostId, *, by: Caller) -> None:
        """Take a post's words away; its place in the thread stays. Twice is once."""
        ground, tends, old = self.spoken(id, post, by)
        if not tends:
            old.must_be_own(by)
        if old.deleted_at is None:
            fresh = {"text": "", "version": old.version + 1, "deleted_at": self.now()}
            self._reword(ground, old, old.model_copy(update=fresh), by)

    def restore(self, id: str, post: PostId, *, by: Caller) -> PostView:
        """Undo a deletion, for 30 days."""
        ground, tends, old = self.spoken(id, post, by)
        if not tends:
            old.must_be_own(by)
        if old.deleted_at is None:
            raise Conflict("this post is not deleted")
        at, gone = self.now(), Gone("it was deleted more than 30 days ago")
        if at - old.deleted_at > UNDO_FOR:
            raise gone
        said = PostEdited(
            organisation=by.organisation, at=at, of=ground.of.ref, post=post, by=by.member
        )
        with table.write() as write:
            new = self.store.restore(write, by.organisation, ground.of, old, said)
            if new is None:
                raise gone
        return view(new, by)

    def wordings(self, id: str, post: PostId, *, by: Caller) -> list[Wording]:
        """What a post said before, latest first; of a deleted one, nothing."""
        ground, _, old = self.spoken(id, post, by)
        if old.deleted_at:
            return []
        rows = self.store.wordings(by.organisation, ground.of, post)
        return [Wording(text=row.text, until=row.until) for row in rows]

    def spoken(self, id: str, post: PostId, by: Caller) -> tuple[Ground, bool, Post]:
        """A post that the caller may read, what is discussed, and whether they tend that."""
        ground, tends, found = self._read(id, post, by)
        if found is None or ground.switch is Switch.OFF:
            raise Missing("there is no such post")
        return ground, tends, found

    def _read(self, id: str, post: PostId, by: Caller) -> tuple[Ground, bool, Post | None]:
        of = guess(by, id)
        reads: list[Callable[[], Any]] = [partial(self.store.inherited, by.organisation, of)]
        if post:
            reads.append(partial(self.store.post, by.organisation, of, post))
        ground, tends, [inherited, *found] = self.grounds.seen_with(by, id, *reads)
        return ground.under(inherited), tends, found[0] if found else None

    def _reword(self, ground: Ground, old: Post, new: Post, by: Caller) -> None:
        at = new.deleted_at or new.edited_at or self.now()
        said = PostEdited(
            organisation=by.organisation,
            at=at,
            of=ground.of.ref,
            post=old.id,
            by=by.member,
            version=0 if new.deleted_at else new.version,
        )
        with table.write() as write:
            self.store.reword(write, by.organisation, ground.of, old, new, said)


discussions = Discussions(PostStore(), HeardStore(), grounds)
