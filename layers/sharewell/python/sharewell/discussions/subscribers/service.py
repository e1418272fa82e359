"""Handles the events of discussions: notifications, live changes, open questions, newcomers."""

from contextlib import suppress
from dataclasses import dataclass

from sharewell.aws import bus
from sharewell.core.errors import VersionConflict
from sharewell.core.events import (
    Event,
    GroupVisibilityChanged,
    ItemDeleted,
    ItemPlacementChanged,
    PostEdited,
    PostMarked,
    PostWritten,
)
from sharewell.discussions.model import Mentions, SubjectRef, parse_mentions, thread_of
from sharewell.discussions.store import PostStore
from sharewell.discussions.subjects import SubjectResolver, subjects
from sharewell.discussions.subscribers.newcomers import Newcomers, newcomers
from sharewell.discussions.subscribers.notifications import (
    DiscussionNotifications,
    discussion_notifications,
    recipients_of_mark,
)
from sharewell.discussions.subscribers.open_questions import OpenQuestions, open_questions
from sharewell.discussions.subscribers.store import SubscriberStore
from sharewell.discussions.subscribers.version_expiry_store import PostVersionExpiry
from sharewell.identity.model import MemberRef
from sharewell.identity.service import IdentityService, identity

BATCH_SIZE = 100
NO_MENTIONS = Mentions(members=[], groups=[])


@dataclass(frozen=True, slots=True)
class DiscussionSubscribers:
    """Handles events of discussions. Every handler is idempotent and independent of event order."""

    posts: PostStore
    store: SubscriberStore
    subjects: SubjectResolver
    notifications: DiscussionNotifications
    newcomers: Newcomers
    open_questions: OpenQuestions
    version_expiry: PostVersionExpiry
    identity: IdentityService

    def on_post_written(self, event: PostWritten) -> None:
        """Notifies of a new post, shows it live and lists it if it is an open question."""
        of = SubjectRef.parse(event.subject)
        thread = self.posts.list_thread(event.organisation, of, thread_of(event.post))
        post = next((it for it in thread if it.id == event.post), None)
        subject = self.subjects.get_current(event.organisation, of)
        self.store.record_change(of, event)
        if post and subject:
            reasons = self.newcomers.mark_first_post(event, post, thread, subject)
            reasons |= self.notifications.recipients_of_post(event, post, thread, subject)
            mentions = parse_mentions(post.text)
            self.notifications.notify(event, subject, post.author, reasons, mentions)
            self.open_questions.sync_question(event.organisation, subject, post)
        self.store.clear_outbox(of, event)

    def on_post_edited(self, event: PostEdited) -> None:
        """Handles an edited, deleted or restored post."""
        of = SubjectRef.parse(event.subject)
        self.store.record_change(of, event)
        subject = self.subjects.get_current(event.organisation, of)
        post = self.posts.get(event.organisation, of, event.post)
        if post and subject:
            mentions = self.notifications.new_mentions(event, of, post)
            self.notifications.notify(event, subject, post.author, {}, mentions)
            with suppress(VersionConflict):  # a later change has its own event
                self.version_expiry.set_expiry(event.organisation, of, post)
            self.open_questions.sync_question(event.organisation, subject, post)
        self.store.clear_outbox(of, event)

    def on_post_marked(self, event: PostMarked) -> None:
        """Handles a reaction, an answer, a status or a merge."""
        of = SubjectRef.parse(event.subject)
        self.store.record_change(of, event)
        if event.what != "reaction":
            found = self.posts.get_many(
                event.organisation, of, [event.post, event.about or event.post]
            )
            by_id = {it.id: it for it in found}
            subject = self.subjects.get_current(event.organisation, of)
            if subject and event.post in by_id:
                post = by_id[event.post]
                member = self.identity.get_member(event.organisation, event.by)
                by = MemberRef(id=event.by, name=member.name)
                reasons = recipients_of_mark(event, post, by_id.get(event.about or post.id))
                self.notifications.notify(event, subject, by, reasons, NO_MENTIONS)
                if event.what == "answer":
                    self.open_questions.sync_question(event.organisation, subject, post)
        self.store.clear_outbox(of, event)

    def on_item_moved(self, event: ItemPlacementChanged | ItemDeleted) -> None:
        """Reindexes an item's posts and syncs its open questions after a move or deletion."""
        of = SubjectRef(kind="item", id=event.item)
        subject = self.subjects.get_current(event.organisation, of)
        self._reindex_all(event, of)
        for id in self.store.list_open_questions(event.organisation, event.item):
            if post := self.posts.get(event.organisation, of, id):
                self.open_questions.sync_question(event.organisation, subject, post, of)

    def on_group_moved(self, event: GroupVisibilityChanged) -> None:
        """Reindexes a group's posts after its visibility, mode or deletion changed."""
        self._reindex_all(event, SubjectRef(kind="group", id=event.group))

    def _reindex_all(self, event: Event, of: SubjectRef) -> None:
        after: str | None = None
        while True:
            rows = self.posts.list_page(event.organisation, of, after, BATCH_SIZE)
            self.reindex_posts(event, of, [row.sk for row in rows.items])
            if not (after := rows.next):
                return

    def reindex_posts(self, event: Event, of: SubjectRef, posts: list[str]) -> None:
        """Enqueues posts for the search index."""
        refs = [f"post:{of.kind}.{of.id}.{post}" for post in posts]
        bus.enqueue_reindex([(f"{event.id}-{ref[-26:]}", event.organisation, ref) for ref in refs])


subscribers = DiscussionSubscribers(
    PostStore(),
    SubscriberStore(),
    subjects,
    discussion_notifications,
    newcomers,
    open_questions,
    PostVersionExpiry(),
    identity,
)
