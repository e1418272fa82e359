"""Reads discussions, and writes, edits and deletes posts."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from sharewell.aws import table
from sharewell.content.model import RESTORABLE_FOR
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.errors import Conflict, Gone, Invalid, NotFound, VersionConflict
from sharewell.core.events import PostEdited, PostWritten
from sharewell.core.ids import PostId, new_ulid
from sharewell.core.values import DiscussionMode
from sharewell.discussions.model import Post, Subject, reply_id, thread_of
from sharewell.discussions.schemas import (
    DiscussionChanges,
    DiscussionPage,
    NewPost,
    PostEdit,
    PostVersion,
    PostView,
    post_view,
    require_allowed,
)
from sharewell.discussions.store import LIVE_PAGE_SIZE, PostStore
from sharewell.discussions.subjects import SubjectResolver, infer_ref, subjects
from sharewell.discussions.subscribers.store import SubscriberStore
from sharewell.identity.model import MemberRef


@dataclass(frozen=True, slots=True)
class DiscussionService:
    """Lists posts and live changes; creates, edits, deletes and restores posts."""

    store: PostStore
    subscriber_store: SubscriberStore
    subjects: SubjectResolver
    now: Clock = now

    def list_posts(self, id: str, *, by: Caller, after: str | None) -> DiscussionPage:
        """Returns a page of a subject's posts. Raises NotFound if the caller may not see it."""
        at, ref = self.now(), infer_ref(by, id)
        reads: list[Callable[[], Any]] = [
            partial(self.store.list_page, by.organisation, ref, after)
        ]
        if after:  # the first page contains it
            reads.append(partial(self.store.get_inherited_mode, by.organisation, ref))
        # Concurrently: a caller who may not see the subject gets its error and nothing else.
        subject, may_moderate, [rows, *modes] = self.subjects.seen_with(by, id, *reads)
        subject = subject.with_inherited_mode(modes[0] if modes else rows.inherited)
        hidden = subject.mode is DiscussionMode.OFF
        return DiscussionPage(
            items=[] if hidden else [post_view(row.post(), by) for row in rows.items],
            next=None if hidden else rows.next,
            mode=subject.mode,
            own_mode=subject.own_mode,
            may_moderate=may_moderate,
            since=new_ulid(at),
        )

    def list_changes(self, id: str, since: str | None, *, by: Caller) -> DiscussionChanges:
        """Returns the posts that changed after `since`; may repeat some, as events can be late."""
        since, ref = since or new_ulid(self.now()), infer_ref(by, id)
        list_rows = partial(self.subscriber_store.list_changes_since, by.organisation, ref, since)
        list_newest = partial(self.store.list_page, by.organisation, ref, None, LIVE_PAGE_SIZE)
        subject, _, [rows, newest] = self.subjects.seen_with(by, id, list_rows, list_newest)
        subject = subject.with_inherited_mode(newest.inherited)
        changed = (
            []
            if subject.mode is DiscussionMode.OFF
            else list(dict.fromkeys(it.post for it in rows))
        )
        recent = {row.sk: row.post() for row in newest.items if row.sk in changed}
        older = [it for it in changed if it not in recent]
        found = [*recent.values(), *self.store.get_many(by.organisation, subject.ref, older)]
        return DiscussionChanges(
            posts=[post_view(post, by) for post in found],
            mode=subject.mode,
            since=max([since, *(row.sk for row in rows)]),
        )

    def create_post(self, id: str, new: NewPost, *, by: Caller, key: str | None = None) -> PostView:
        """Creates a post. Idempotent under the same key.

        Raises Invalid if there is no post to reply to; NotFound or Conflict if the mode does not
        allow the post.
        """
        at = self.now()
        subject, _, parent = self._load(id, thread_of(new.reply_to or ""), by)
        if new.reply_to and parent is None:
            raise Invalid("The post you are replying to was not found.", field="reply_to")
        require_allowed(subject.mode, new, parent)
        new_id = key or new_ulid(at)
        post = Post(
            id=reply_id(parent.id, new_id) if parent else PostId(new_id),
            kind=new.kind,
            author=MemberRef(id=by.member, name=by.name),
            text=new.text,
            anchor=new.anchor,
        )
        event = PostWritten(
            organisation=by.organisation, at=at, subject=subject.ref.ref, post=post.id, by=by.member
        )
        try:
            with table.transaction() as tx:
                self.store.add(tx, by.organisation, subject.ref, post, event)
        except Conflict:
            existing = self.store.get(by.organisation, subject.ref, post.id)
            if existing is None or existing.author.id != by.member:
                raise
            return post_view(existing, by)
        return post_view(post, by)

    def edit_post(
        self, id: str, post: PostId, edit: PostEdit, version: int | None, *, by: Caller
    ) -> PostView:
        """Writes a new text and keeps the old one as a version. Raises VersionConflict."""
        subject, _, old = self.get_post(id, post, by)
        old.require_not_deleted()
        old.require_author(by)
        if version not in (None, old.version):
            raise VersionConflict("The post was changed in the meantime. Reload and try again.")
        changes = {"text": edit.text, "version": old.version + 1, "edited_at": self.now()}
        new = old.model_copy(update=changes)
        self._save_edit(subject, old, new, by)
        return post_view(new, by)

    def delete_post(self, id: str, post: PostId, *, by: Caller) -> None:
        """Deletes a post's text, softly; its place in the thread remains. Idempotent."""
        subject, may_moderate, old = self.get_post(id, post, by)
        if not may_moderate:
            old.require_author(by)
        if old.deleted_at is None:
            changes = {"text": "", "version": old.version + 1, "deleted_at": self.now()}
            self._save_edit(subject, old, old.model_copy(update=changes), by)

    def restore_post(self, id: str, post: PostId, *, by: Caller) -> PostView:
        """Restores a deleted post. Raises Gone 30 days after the deletion."""
        subject, may_moderate, old = self.get_post(id, post, by)
        if not may_moderate:
            old.require_author(by)
        if old.deleted_at is None:
            raise Conflict("This post is not deleted.")
        at, expired = self.now(), Gone("This post was deleted more than 30 days ago.")
        if at - old.deleted_at > RESTORABLE_FOR:
            raise expired
        event = PostEdited(
            organisation=by.organisation, at=at, subject=subject.ref.ref, post=post, by=by.member
        )
        with table.transaction() as tx:
            new = self.store.restore(tx, by.organisation, subject.ref, old, event)
            if new is None:
                raise expired
        return post_view(new, by)

    def list_versions(self, id: str, post: PostId, *, by: Caller) -> list[PostVersion]:
        """Returns a post's earlier texts, latest first; none for a deleted post."""
        subject, _, old = self.get_post(id, post, by)
        if old.deleted_at:
            return []
        rows = self.store.list_versions(by.organisation, subject.ref, post)
        return [PostVersion(text=row.text, until=row.until) for row in rows]

    def get_post(self, id: str, post: PostId, by: Caller) -> tuple[Subject, bool, Post]:
        """Returns the subject, whether the caller moderates it, and the post. Raises NotFound."""
        subject, may_moderate, found = self._load(id, post, by)
        if found is None or subject.mode is DiscussionMode.OFF:
            raise NotFound("Post not found.")
        return subject, may_moderate, found

    def _load(self, id: str, post: PostId, by: Caller) -> tuple[Subject, bool, Post | None]:
        ref = infer_ref(by, id)
        reads: list[Callable[[], Any]] = [
            partial(self.store.get_inherited_mode, by.organisation, ref)
        ]
        if post:
            reads.append(partial(self.store.get, by.organisation, ref, post))
        subject, may_moderate, [inherited, *found] = self.subjects.seen_with(by, id, *reads)
        subject = subject.with_inherited_mode(inherited)
        return subject, may_moderate, found[0] if found else None

    def _save_edit(self, subject: Subject, old: Post, new: Post, by: Caller) -> None:
        at = new.deleted_at or new.edited_at or self.now()
        event = PostEdited(
            organisation=by.organisation,
            at=at,
            subject=subject.ref.ref,
            post=old.id,
            by=by.member,
            version=0 if new.deleted_at else new.version,
        )
        with table.transaction() as tx:
            self.store.update_text(tx, by.organisation, subject.ref, old, new, event)


discussions = DiscussionService(PostStore(), SubscriberStore(), subjects)
