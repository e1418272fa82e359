"""What leads and reviewers see and decide about single assignees: progress, extensions, reviews."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from sharewell.assignments import due_dates
from sharewell.assignments.model import Assignment, StatusFilter
from sharewell.assignments.progress.model import Progress, ProgressState, Status
from sharewell.assignments.progress.rows_store import ProgressRow
from sharewell.assignments.progress.store import ProgressStore
from sharewell.assignments.progress.transactions import ProgressTransactions, progress_transactions
from sharewell.assignments.schemas import Assignee, Review, ReviewDecision
from sharewell.assignments.service import AssignmentService, assignment_service
from sharewell.assignments.views import assignee_view, review_view
from sharewell.aws import concurrency
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.errors import Conflict, Invalid, NotFound
from sharewell.core.events import ExtensionDecided, ReviewSubmitted
from sharewell.core.ids import AssignmentId, AudienceId, GroupId, MemberId
from sharewell.core.pagination import Page, decode_cursor, encode_cursor
from sharewell.groups.membership_queries import MemberEntry, MembershipQueries, membership_queries
from sharewell.identity.model import Member, MemberRef
from sharewell.identity.service import IdentityService, identity

PAGE_SIZE = 20
SCAN_SIZE = 100
"""Members who are read for a page of assignees with no status yet."""


@dataclass(frozen=True, slots=True)
class ReviewService:
    """Lists assignees; grants or rejects extensions; submits reviews."""

    assignments: AssignmentService
    progress: ProgressStore
    progress_transactions: ProgressTransactions
    memberships: MembershipQueries
    identity: IdentityService
    now: Clock = now

    def list_assignees(
        self,
        to: AudienceId,
        id: AssignmentId,
        where: StatusFilter | None,
        *,
        by: Caller,
        after: str | None,
    ) -> Page[Assignee]:
        """Returns a page of assignees, in the order in which they joined the organisation."""
        scope = f"who {to} {id} {where}"
        start = decode_cursor(scope, after) if after else ""
        statuses = [Status(where)] if where and where is not StatusFilter.OPEN else list(Status)
        limit = SCAN_SIZE if where is StatusFilter.OPEN else PAGE_SIZE
        list_all = partial(self._list_members, to, by, start, limit, where)
        list_by = partial(
            self.progress.list_assignees, by.organisation, id, after=start, limit=limit
        )
        (it, _), members, *by_status = concurrency.run_concurrently(
            [
                partial(self.assignments.get_for_lead, to, id, by),
                list_all,
                *(partial(list_by, status=status) for status in statuses),
            ]
        )
        if not it.is_for_group:
            members = [MemberEntry(MemberId(it.to), it.to_name, is_assignable=True)]
        known = {row.member: assignee_view(row) for rows in by_status for row in rows}
        ends = [rows[-1].member for rows in by_status if len(rows) == limit]
        ends += [members[-1].member] if len(members) == limit else []
        if members:
            found = [
                known.get(entry.member) or _not_started(entry)
                for entry in members
                if entry.is_assignable
            ]
        else:
            found = [known[member] for member in sorted(known)]
        found = [assignee for assignee in found if where in (None, assignee.status)]
        within = [assignee for assignee in found if not ends or assignee.member.id <= min(ends)]
        page = within[:PAGE_SIZE]
        end = page[-1].member.id if len(within) > PAGE_SIZE else min(ends, default=None)
        return Page(items=page, next=encode_cursor(scope, end) if end else None)

    def grant_extension(
        self, to: AudienceId, id: AssignmentId, member: MemberId, day: date, *, by: Caller
    ) -> Assignee:
        """Sets a later due date for one assignee.

        Raises Invalid if it is not later than the due date for all; Conflict if they have completed
        the assignment.
        """
        it, row, assignee = self._load(to, id, member, by)
        until = due_dates.require_later_due_date(day, it.zone, it.first_due, self.now())
        if until <= it.due:
            raise Invalid("The extension must end after the assignment's due date.", field="due")
        return self._decide(it, row, assignee, by, {"extended_until": until})

    def reject_extension(
        self, to: AudienceId, id: AssignmentId, member: MemberId, *, by: Caller
    ) -> None:
        """Rejects an assignee's extension request, or takes back an extension."""
        it, row, assignee = self._load(to, id, member, by)
        if row:
            self._decide(it, row, assignee, by, {"extended_until": None})

    def submit_review(
        self,
        to: AudienceId,
        id: AssignmentId,
        member: MemberId,
        decision: ReviewDecision,
        *,
        by: Caller,
    ) -> Assignee:
        """Accepts or returns what an assignee submitted, even if the assignment is closed since."""
        it, row = self.progress_transactions.load_with_progress(by.organisation, to, id, member)
        if it.effective_reviewer.id != by.member or row is None or not it.is_visible:
            raise NotFound("This member has not submitted anything for review.")
        old = row.progress()
        state = ProgressState.DONE if decision.accepted else ProgressState.OPEN
        if old.state is ProgressState.OPEN and decision.accepted:
            raise Conflict(f"{row.name} has not marked the assignment as ready for review.")
        new = old.with_state(state, self.now(), review_comment=decision.review_comment)
        event = ReviewSubmitted(
            organisation=by.organisation,
            at=self.now(),
            to=to,
            assignment=id,
            member=member,
            reviewer=by.member,
            accepted=decision.accepted,
        )
        if old.state is not state:
            self.progress_transactions.record_progress(
                by.organisation, it, member, row.name, row, new, event, allow_closed=True
            )
        return _assignee_view(member, row.name, new)

    def list_reviews(self, *, by: Caller, after: str | None) -> Page[Review]:
        """Returns a page of what waits for the caller's review, earliest due date first."""
        rows = self.progress.list_reviews(by.organisation, by.member, after, PAGE_SIZE)
        visible = [review_view(row) for row in rows.items if row.is_visible_to(by)]
        return Page(items=visible, next=rows.next)

    def _list_members(
        self, to: AudienceId, by: Caller, after: str, limit: int, where: StatusFilter | None
    ) -> list[MemberEntry]:
        if where not in (None, StatusFilter.OPEN) or to not in by.groups:
            return []
        return self.memberships.list_members(by.organisation, GroupId(to), after, limit)

    def _load(
        self, to: AudienceId, id: AssignmentId, member: MemberId, by: Caller
    ) -> tuple[Assignment, ProgressRow | None, Member]:
        (it, _), row, entry = concurrency.run_concurrently(
            [
                partial(self.assignments.get_for_lead, to, id, by),
                partial(self.progress.get, by.organisation, member, id),
                partial(self.identity.get_member, by.organisation, member),
            ]
        )
        if not it.is_for_group and member != it.to:
            raise NotFound("Member not found.")
        it.require_open()
        return it, row, entry

    def _decide(
        self,
        it: Assignment,
        row: ProgressRow | None,
        member: Member,
        by: Caller,
        changes: dict[str, object],
    ) -> Assignee:
        old = row.progress() if row else Progress()
        if old.state is ProgressState.DONE:
            raise Conflict(f"{member.name} has already completed the assignment.")
        comment = old.comment if old.decline_reason else ""
        new = old.model_copy(update={"requested_until": None, "comment": comment, **changes})
        event = ExtensionDecided(
            organisation=by.organisation,
            at=self.now(),
            to=it.to,
            assignment=it.id,
            member=member.member,
            decided_by=by.member,
            granted=new.extended_until is not None,
        )
        if new != old:
            self.progress_transactions.record_progress(
                by.organisation, it, member.member, member.name, row, new, event
            )
        return _assignee_view(member.member, member.name, new)


def _not_started(entry: MemberEntry) -> Assignee:
    return Assignee(member=MemberRef(id=entry.member, name=entry.name), status=StatusFilter.OPEN)


def _assignee_view(member: MemberId, name: str, it: Progress) -> Assignee:
    return Assignee(
        member=MemberRef(id=member, name=name),
        status=StatusFilter(it.status) if it.status else StatusFilter.OPEN,
        **it.details_for_lead,
    )


review_service = ReviewService(
    assignment_service, ProgressStore(), progress_transactions, membership_queries, identity
)
