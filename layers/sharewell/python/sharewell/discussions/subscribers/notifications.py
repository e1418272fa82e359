"""Notifies members of posts that concern or mention them and that they may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sharewell.aws import concurrency
from sharewell.core.caller import Caller
from sharewell.core.events import PostEdited, PostEvent, PostMarked, PostWritten
from sharewell.core.ids import GroupId, MemberId, OrganisationId, PostId
from sharewell.discussions.model import (
    Mentions,
    Post,
    PostKind,
    Subject,
    SubjectRef,
    parse_mentions,
)
from sharewell.discussions.store import PostStore
from sharewell.discussions.subjects import SubjectResolver, subjects
from sharewell.groups.membership_queries import MembershipQueries, membership_queries
from sharewell.groups.mention_fanout import KIND, MentionCursor, MentionFanout, mention_fanout
from sharewell.identity.model import Member, MemberRef
from sharewell.identity.service import IdentityService, identity
from sharewell.jobs.model import Job
from sharewell.jobs.queue import JobKind
from sharewell.notifications.model import NewNotification, NotificationKind
from sharewell.notifications.service import NotificationService, notifications

MAX_NOTIFIED = 100
"""Members that one post notifies by itself; members of mentioned groups are notified by a job."""
Reasons = dict[MemberId, NotificationKind]


@dataclass(frozen=True, slots=True)
class DiscussionNotifications:
    """Sends notifications; one per member and event, for the most important reason."""

    posts: PostStore
    subjects: SubjectResolver
    fanout: MentionFanout
    memberships: MembershipQueries
    identity: IdentityService
    notification_service: NotificationService

    def recipients_of_post(
        self, event: PostWritten, post: Post, thread: list[Post], subject: Subject
    ) -> Reasons:
        """Returns the members that a new post concerns, and why; mentions are added later."""
        reasons: Reasons = {}
        if post.kind is PostKind.QUESTION and subject.author:
            reasons[subject.author] = NotificationKind.QUESTION
        if post.is_reply:
            root = thread[0]
            others = [root, *(it for it in thread if it.is_reply)]
            for merged in sorted(root.merged):
                others += self.posts.list_thread(event.organisation, subject.ref, merged)
            reasons |= dict.fromkeys((it.author.id for it in others), NotificationKind.REPLY)
            for member in root.muted_by:
                reasons.pop(member, None)
        return reasons

    def notify(
        self,
        event: PostEvent,
        subject: Subject,
        by: MemberRef,
        reasons: Reasons,
        mentions: Mentions,
    ) -> None:
        """Notifies recipients and mentioned members; starts the fan-out to mentioned groups."""
        reasons = reasons | dict.fromkeys(mentions.members, NotificationKind.MENTION)
        groups = self.fanout.start(event, mentions.groups, by.id, subject.ref.ref, event.post)
        # Members of a mentioned group get the same notification here as from the job.
        shared = (
            self.memberships.list_shared(event.organisation, groups, list(reasons))
            if groups
            else ()
        )
        reasons |= {member: NotificationKind.MENTION for _, member in shared}
        readers = self._readers(event.organisation, subject, list(reasons)[-MAX_NOTIFIED:])
        for kind in dict.fromkeys(reasons.values()):
            if recipients := [it for it in readers if reasons[it] is kind]:
                self._deliver(event, subject, by, kind, recipients, event.post, event.id)

    def new_mentions(self, event: PostEdited, of: SubjectRef, now: Post) -> Mentions:
        """Returns the mentions of an edited post that no earlier version has."""
        rows = self.posts.list_versions(event.organisation, of, event.post) if event.version else []
        texts = {int(row.sk.rpartition("#")[2]): row.text for row in rows} | {now.version: now.text}
        current = parse_mentions(texts.get(event.version, ""))
        before = [
            parse_mentions(text) for version, text in texts.items() if version < event.version
        ]
        members = {id for it in before for id in it.members}
        groups = {id for it in before for id in it.groups}
        return Mentions(
            members=[it for it in current.members if it not in members],
            groups=[it for it in current.groups if it not in groups],
        )

    def notify_batch(self, job: Job) -> None:
        """Notifies the next members of a mentioned group, and advances the job."""
        cursor = job.read_cursor(MentionCursor)
        subject = self.subjects.get_current(job.organisation, SubjectRef.parse(cursor.subject))
        members = self.fanout.next_batch(job) if subject else []
        if subject and members:
            author = self.identity.get_member(job.organisation, cursor.by)
            by = MemberRef(id=cursor.by, name=author.name)
            readers = self._readers(job.organisation, subject, members, inside=cursor.group)
            mention = NotificationKind.MENTION
            self._deliver(job, subject, by, mention, readers, cursor.post, cursor.cause)
        self.fanout.advance(job, members)

    def _deliver(
        self,
        event: PostEvent | Job,
        subject: Subject,
        by: MemberRef,
        kind: NotificationKind,
        recipients: Sequence[MemberId],
        post: PostId | None,
        key: str,
    ) -> None:
        new = NewNotification(
            kind=kind,
            ref=subject.ref.ref,
            part=post,
            title=subject.title,
            by=by,
            key=key,
            at=event.at,
        )
        self.notification_service.notify(event.organisation, recipients, new)

    def _readers(
        self,
        organisation: OrganisationId,
        subject: Subject,
        members: list[MemberId],
        *,
        inside: GroupId | None = None,
    ) -> list[MemberId]:
        """Returns the active members, all `inside` a group, who may read the subject."""
        if not members:
            return []
        active = [it for it in self.identity.get_members(organisation, members) if it.active]
        if subject.is_public or f"group:{inside}" in subject.audiences:
            return [member.member for member in active]
        callers = concurrency.run_concurrently([partial(self._as_caller, it) for it in active])
        return [it.member for it in callers if subject.visible_to(it)]

    def _as_caller(self, member: Member) -> Caller:
        return Caller(
            person=member.person,
            organisation=member.organisation,
            member=member.member,
            role=member.role,
            name=member.name,
            groups=self.identity.list_groups_of(member),
        )


def recipients_of_mark(event: PostMarked, post: Post, about: Post | None) -> Reasons:
    """Returns the members that a change of a post's marks concerns, and why."""
    if event.what == "answer" and event.about:
        reasons: Reasons = {post.author.id: NotificationKind.ANSWER}
        return reasons | ({about.author.id: NotificationKind.ANSWER} if about else {})
    if event.what == "status":
        return {post.author.id: NotificationKind.STATUS}
    if event.what == "merged":
        return {post.author.id: NotificationKind.MERGED}
    return {}


discussion_notifications = DiscussionNotifications(
    PostStore(), subjects, mention_fanout, membership_queries, identity, notifications
)
mention_batches = JobKind(KIND, discussion_notifications.notify_batch)
