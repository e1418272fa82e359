"""Who hears of assignments: those asked, whoever reviews, and whoever decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sharewell import table
from sharewell.assignments.assignee_fanout import KIND, AssigneeCursor
from sharewell.assignments.model import Assignment
from sharewell.assignments.standing.model import Standing
from sharewell.assignments.standing.store import StandingStore
from sharewell.assignments.store import AssignmentStore
from sharewell.clock import Clock, now
from sharewell.events import (
    ExtensionAsked,
    ExtensionDecided,
    ReviewAsked,
    ReviewerReplaced,
    ReviewGiven,
)
from sharewell.groups.roll import OnRoll, Roll, roll
from sharewell.identity.model import MemberRef
from sharewell.identity.service import Identity, identity
from sharewell.ids import AssignmentId, AudienceId, GroupId, MemberId, OrganisationId
from sharewell.jobs.model import Job
from sharewell.jobs.queue import JobKind
from sharewell.jobs.service import Jobs, jobs
from sharewell.notices.model import NewNotice, NoticeKind
from sharewell.notices.service import Notices, notices

TOGETHER = 100
"""People of a group who are told in one batch."""
About = ReviewAsked | ReviewGiven | ExtensionAsked | ExtensionDecided


@dataclass(frozen=True, slots=True)
class Telling:
    """Give notice; twice is once, by the id of the event that it follows from."""

    store: AssignmentStore
    standings: StandingStore
    roll: Roll
    identity: Identity
    notices: Notices
    jobs: Jobs
    now: Clock = now

    def tell_batch(self, job: Job) -> None:
        """Tells some of those whom it is given to, or has yet to be done by; moves the job on."""
        cursor = job.read_cursor(AssigneeCursor)
        it = self._shown(job.organisation, cursor.to, cursor.assignment)
        people: list[OnRoll] = []
        if it and it.for_group:
            group = GroupId(it.to)
            people = self.roll.people(job.organisation, group, cursor.after, TOGETHER)
            self._call(job, cursor, it, [one.member for one in people if one.is_asked])
        elif it:
            self._call(job, cursor, it, [MemberId(it.to)])
        with table.write() as write:
            if len(people) == TOGETHER:
                after = {"after": people[-1].member}
                self.jobs.advance(job, cursor.model_copy(update=after), write)
            else:
                self.jobs.finish(job, write)

    def answer(self, said: About, kind: NoticeKind, by: MemberId, to: MemberId | None) -> None:
        """Tell one person what another has said; `to` left out is whoever gave it."""
        it = self.store.one(said.organisation, said.to, said.assignment)
        if it and it.is_there and (it.is_asked or kind is NoticeKind.REVIEWED):
            whom = to or it.given_by.id
            self._tell(said.organisation, it, kind, [whom], by, said.id, said.at)

    def replaced(self, said: ReviewerReplaced) -> None:
        """Tell whoever reviews something now that it is theirs."""
        it = self._shown(said.organisation, said.to, said.assignment)
        if it and it.judge.id == said.reviewer:
            kind = NoticeKind.REVIEW_LEFT
            self._tell(said.organisation, it, kind, [said.reviewer], said.before, said.id, said.at)

    def waits(self, said: ReviewerReplaced, it: Assignment, members: Sequence[MemberId]) -> None:
        """Tell those who wait for a review whom they wait for now."""
        if it.is_asked and it.is_there:
            kind = NoticeKind.REVIEWS
            self._tell(said.organisation, it, kind, members, it.judge.id, said.id, said.at)

    def _shown(
        self, organisation: OrganisationId, to: AudienceId, id: AssignmentId
    ) -> Assignment | None:
        it = self.store.one(organisation, to, id)
        return it if it and it.is_asked and it.is_there else None

    def _call(
        self, job: Job, cursor: AssigneeCursor, it: Assignment, members: Sequence[MemberId]
    ) -> None:
        known = self.standings.several(job.organisation, it.id, list(members))
        at = self.now()
        whom = [
            member
            for member in members
            if not cursor.is_reminder or known.get(member, Standing()).may_be_reminded(it.due, at)
        ]
        kind = NoticeKind.REMINDED if cursor.is_reminder else NoticeKind.ASSIGNED
        self._tell(job.organisation, it, kind, whom, cursor.called_by, job.id, job.at)

    def _tell(
        self,
        organisation: OrganisationId,
        it: Assignment,
        kind: NoticeKind,
        whom: Sequence[MemberId],
        by: MemberId,
        key: str,
        at: datetime,
    ) -> None:
        if not whom:
            return
        leads_to_group = kind is NoticeKind.TIME_ASKED and it.for_group
        [*who] = self.identity.seats(organisation, [by])
        new = NewNotice(
            kind=kind,
            ref=f"group:{it.to}" if leads_to_group else f"item:{it.item}",
            title=it.title,
            by=MemberRef(id=by, name=who[0].name) if who else None,
            key=key,
            at=at,
        )
        self.notices.tell(organisation, whom, new)


telling = Telling(AssignmentStore(), StandingStore(), roll, identity, notices, jobs)
assignee_batches = JobKind(KIND, telling.tell_batch)
