"""Notifies assignees, reviewers and leads about assignments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sharewell.assignments.assignee_fanout import KIND, AssigneeCursor
from sharewell.assignments.model import Assignment
from sharewell.assignments.progress.model import Progress
from sharewell.assignments.progress.store import ProgressStore
from sharewell.assignments.store import AssignmentStore
from sharewell.aws import table
from sharewell.core.clock import Clock, now
from sharewell.core.events import (
    ExtensionDecided,
    ExtensionRequested,
    ReviewerReplaced,
    ReviewRequested,
    ReviewSubmitted,
)
from sharewell.core.ids import AssignmentId, AudienceId, GroupId, MemberId, OrganisationId
from sharewell.groups.membership_queries import MemberEntry, MembershipQueries, membership_queries
from sharewell.identity.model import MemberRef
from sharewell.identity.service import IdentityService, identity
from sharewell.jobs.model import Job
from sharewell.jobs.queue import JobKind
from sharewell.jobs.service import Jobs, jobs
from sharewell.notifications.model import NewNotification, NotificationKind
from sharewell.notifications.service import NotificationService, notifications

BATCH_SIZE = 100
"""Members of a group who are notified in one batch."""
DecisionEvent = ReviewRequested | ReviewSubmitted | ExtensionRequested | ExtensionDecided


@dataclass(frozen=True, slots=True)
class AssignmentNotifications:
    """Sends notifications. Idempotent: a notification's key is the id of its event or job."""

    store: AssignmentStore
    progress: ProgressStore
    memberships: MembershipQueries
    identity: IdentityService
    notification_service: NotificationService
    jobs: Jobs
    now: Clock = now

    def notify_batch(self, job: Job) -> None:
        """Notifies or reminds a batch of assignees; advances or finishes the job."""
        cursor = job.read_cursor(AssigneeCursor)
        it = self._load_visible(job.organisation, cursor.to, cursor.assignment)
        members: list[MemberEntry] = []
        if it and it.is_for_group:
            group = GroupId(it.to)
            members = self.memberships.list_members(
                job.organisation, group, cursor.after, BATCH_SIZE
            )
            self._notify_assignees(
                job, cursor, it, [entry.member for entry in members if entry.is_assignable]
            )
        elif it:
            self._notify_assignees(job, cursor, it, [MemberId(it.to)])
        with table.transaction() as tx:
            if len(members) == BATCH_SIZE:
                after = {"after": members[-1].member}
                self.jobs.advance(job, cursor.model_copy(update=after), tx)
            else:
                self.jobs.finish(job, tx)

    def notify_decision(
        self, event: DecisionEvent, kind: NotificationKind, by: MemberId, to: MemberId | None
    ) -> None:
        """Notifies one member of a step by another; without `to`, the creator of the assignment."""
        it = self.store.get(event.organisation, event.to, event.assignment)
        if it and it.is_visible and (it.is_active or kind is NotificationKind.REVIEWED):
            recipient = to or it.given_by.id
            self._notify(event.organisation, it, kind, [recipient], by, event.id, event.at)

    def notify_new_reviewer(self, event: ReviewerReplaced) -> None:
        """Notifies the replacement reviewer that an assignment is theirs to review."""
        it = self._load_visible(event.organisation, event.to, event.assignment)
        if it and it.effective_reviewer.id == event.reviewer:
            kind = NotificationKind.REVIEW_REASSIGNED
            self._notify(
                event.organisation,
                it,
                kind,
                [event.reviewer],
                event.previous_reviewer,
                event.id,
                event.at,
            )

    def notify_waiting(
        self, event: ReviewerReplaced, it: Assignment, members: Sequence[MemberId]
    ) -> None:
        """Notifies members with a pending review that the reviewer has changed."""
        if it.is_active and it.is_visible:
            kind = NotificationKind.REVIEWER_CHANGED
            self._notify(
                event.organisation, it, kind, members, it.effective_reviewer.id, event.id, event.at
            )

    def _load_visible(
        self, organisation: OrganisationId, to: AudienceId, id: AssignmentId
    ) -> Assignment | None:
        """Returns the assignment if it is active and visible."""
        it = self.store.get(organisation, to, id)
        return it if it and it.is_active and it.is_visible else None

    def _notify_assignees(
        self, job: Job, cursor: AssigneeCursor, it: Assignment, members: Sequence[MemberId]
    ) -> None:
        known = self.progress.get_many(job.organisation, it.id, list(members))
        at = self.now()
        recipients = [
            member
            for member in members
            if not cursor.is_reminder or known.get(member, Progress()).can_be_reminded(it.due, at)
        ]
        kind = NotificationKind.REMINDER if cursor.is_reminder else NotificationKind.ASSIGNED
        self._notify(job.organisation, it, kind, recipients, cursor.called_by, job.id, job.at)

    def _notify(
        self,
        organisation: OrganisationId,
        it: Assignment,
        kind: NotificationKind,
        recipients: Sequence[MemberId],
        by: MemberId,
        key: str,
        at: datetime,
    ) -> None:
        if not recipients:
            return
        leads_to_group = kind is NotificationKind.EXTENSION_REQUESTED and it.is_for_group
        authors = self.identity.get_members(organisation, [by])
        new = NewNotification(
            kind=kind,
            ref=f"group:{it.to}" if leads_to_group else f"item:{it.item}",
            title=it.title,
            by=MemberRef(id=by, name=authors[0].name) if authors else None,
            key=key,
            at=at,
        )
        self.notification_service.notify(organisation, recipients, new)


assignment_notifications = AssignmentNotifications(
    AssignmentStore(), ProgressStore(), membership_queries, identity, notifications, jobs
)
assignee_batches = JobKind(KIND, assignment_notifications.notify_batch)
