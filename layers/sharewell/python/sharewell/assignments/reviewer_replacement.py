"""Replaces reviewers who have left. Idempotent.

An assignment names its reviewer, and pending reviews are listed under the reviewer. The assignment
is changed first; then its pending reviews are transferred (review_transfer.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from sharewell.assignments.model import Assignment, Task
from sharewell.assignments.progress.store import ProgressStore
from sharewell.assignments.store import AssignmentStore
from sharewell.aws import table
from sharewell.core.clock import Clock, now
from sharewell.core.events import ReviewerReplaced
from sharewell.core.ids import AssignmentId, AudienceId, GroupId, MemberId, OrganisationId
from sharewell.core.retry import BACKGROUND_ATTEMPTS, retry_on_conflict
from sharewell.groups.membership_queries import MembershipQueries, membership_queries
from sharewell.identity.model import MemberRef
from sharewell.identity.service import IdentityService, identity


@dataclass(frozen=True, slots=True)
class ReviewerReplacement:
    """Finds and writes replacement reviewers."""

    store: AssignmentStore
    progress: ProgressStore
    memberships: MembershipQueries
    identity: IdentityService
    now: Clock = now

    def replace_departed_reviewer(self, organisation: OrganisationId, member: MemberId) -> None:
        """Replaces a member who has left as reviewer of all that waits for their review."""
        if self.identity.get_member(organisation, member).active:
            return
        since = ""
        while rows := self.progress.list_pending_reviews(organisation, member, since, limit=1):
            self.reassign_if_departed(organisation, rows[0].to, AssignmentId(rows[0].id))
            since = f"{rows[0].id}#~"

    def reassign_if_departed(
        self, organisation: OrganisationId, to: AudienceId, id: AssignmentId
    ) -> None:
        """Assigns another reviewer to an assignment if its reviewer has left."""
        retry_on_conflict(partial(self._reassign, organisation, to, id), BACKGROUND_ATTEMPTS)

    def _reassign(self, organisation: OrganisationId, to: AudienceId, id: AssignmentId) -> None:
        it = self.store.get(organisation, to, id)
        if it is None or it.task is not Task.REVIEW:
            return
        if self.identity.get_member(organisation, it.effective_reviewer.id).active:
            return
        replacement = next(self._candidates(organisation, it), None)
        if replacement is None:  # a new lead of the group is found later
            return
        event = ReviewerReplaced(
            organisation=organisation,
            at=self.now(),
            to=to,
            assignment=id,
            previous_reviewer=it.effective_reviewer.id,
            reviewer=replacement.id,
        )
        with table.transaction() as tx:
            self.store.change(organisation, it, it.with_reviewer(replacement), tx, event)

    def _candidates(self, organisation: OrganisationId, it: Assignment) -> Iterator[MemberRef]:
        """Yields possible reviewers: the creator, then the group's leads or the single assignee."""
        others = (
            self.memberships.list_leads(organisation, GroupId(it.to))
            if it.is_for_group
            else [it.to]
        )
        for member in dict.fromkeys([it.given_by.id, *map(MemberId, others)]):
            entry = self.identity.get_member(organisation, member)
            if not entry.active:
                continue
            groups = self.identity.list_groups_of(entry)
            if it.is_item_visible_to_member(member, groups) and (
                not it.is_for_group or it.to in groups
            ):
                yield MemberRef(id=member, name=entry.name)


reviewer_replacement = ReviewerReplacement(
    AssignmentStore(), ProgressStore(), membership_queries, identity
)
