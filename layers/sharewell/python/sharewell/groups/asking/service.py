"""Coming into a group: joining, asking to be let in, being asked in."""

from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from sharewell import table
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.errors import Conflict, Missing, Stale
from sharewell.events import GroupJoinAsked, MemberAskedIntoGroup
from sharewell.groups.asking.model import Invited, Offer, Request
from sharewell.groups.asking.store import AskingStore
from sharewell.groups.entry import Entry, entry
from sharewell.groups.model import Counted, Group, GroupRole, GroupView, Visibility, Way, Why
from sharewell.groups.service import Groups, groups
from sharewell.groups.store import GroupStore
from sharewell.identity.model import Seat
from sharewell.identity.service import Identity, identity
from sharewell.ids import GroupId, MemberId, OrganisationId
from sharewell.page import Page
from sharewell.retry import retry_on_conflict
from sharewell.table import Write


@dataclass(frozen=True, slots=True)
class Asking:
    """Open groups are joined, others ask or are asked; each answer is one write."""

    store: AskingStore
    kept: GroupStore
    groups: Groups
    entry: Entry
    identity: Identity
    now: Clock = now

    def join(self, id: GroupId, words: str, *, by: Caller) -> GroupView:
        """Come in where one is asked in or anybody may; elsewhere ask to be let in."""
        return retry_on_conflict(partial(self._join, id, words, by))

    def _join(self, id: GroupId, words: str, by: Caller) -> GroupView:
        group = self.groups.seen_by(by, id, consistent=True)
        if group.role:
            return group
        if group.archived_at:
            raise Conflict("this group is archived; nobody comes in any more")
        offer = self.store.offer(by.organisation, by.member, id) if group.invited else None
        if offer:
            self._come_in(group, self._seat(by), Why(way=Way.INVITED, by=offer[0].by))
        elif group.visibility is Visibility.OPEN:
            self._come_in(group, self._seat(by), Why(way=Way.JOINED))
        elif group.invited:
            raise Stale("the invitation was taken back")
        elif not group.asked:
            self._ask(id, words, by)
        return self.groups.seen_by(by, id, consistent=True)

    def requests(self, id: GroupId, *, by: Caller, after: str | None) -> Page[Request]:
        """Who asks to be let into a group that the caller tends."""
        self.groups.tended(by, id)
        return self.store.requests(by.organisation, id, after)

    def approve(self, id: GroupId, member: MemberId, *, by: Caller) -> None:
        """Let in somebody who asked; twice is once."""
        group, _ = self.groups.tended(by, id)
        if self.kept.membership(by.organisation, id, member):
            return
        if self.store.request(by.organisation, id, member) is None:
            raise Missing("they do not ask to be let in any more")
        seat = self.identity.seat(by.organisation, member)
        if not seat.active:
            raise Missing("there is no such member")
        self._come_in(group, seat, Why(way=Way.ASKED, by=by.name), by=by.member)

    def decline(self, id: GroupId, member: MemberId, *, by: Caller) -> None:
        """Answer a request with no, or take back one's own; twice is once."""
        if member == by.member:
            self.groups.seen_by(by, id)
        else:
            self.groups.tended(by, id)
        with table.write() as write:
            self.store.answer(write, by.organisation, id, member)

    def invited(self, id: GroupId, *, by: Caller, after: str | None) -> Page[Invited]:
        """Who is asked into a group that the caller tends, and has not come."""
        self.groups.tended(by, id)
        return self.store.invited(by.organisation, id, after)

    def offers(self, *, by: Caller) -> Page[Offer]:
        """The groups that one is asked into."""
        found = self.store.offers(by.organisation, by.member)
        return Page(items=[offer for offer, accepted in found if not accepted])

    def invite(self, id: GroupId, member: MemberId, *, by: Caller) -> None:
        """Ask a member in; in an open group whoever is in it does, but for observers."""
        group, own = self.groups.inside(by, id)
        if group.visibility is not Visibility.OPEN or own.role is GroupRole.OBSERVER:
            own.must_tend(by)
        seat = self.identity.seat(by.organisation, member)
        if not seat.active:
            raise Missing("there is no such member")
        if self.kept.membership(by.organisation, id, member):
            return
        at = self.now()
        new = Invited(id=member, name=seat.name, by=by.name, at=at)
        said = MemberAskedIntoGroup(
            organisation=by.organisation, at=at, group=id, member=member, by=by.member
        )
        try:
            with table.write() as write:
                self.kept.must_not_be_in(write, by.organisation, id, member)
                self.store.invite(write, by.organisation, id, group.name, new, said)
        except Conflict:  # they are asked already, or have come
            return

    def withdraw(self, id: GroupId, member: MemberId, *, by: Caller) -> None:
        """Take an invitation back, or turn one down that is one's own; twice is once."""
        if member != by.member:
            self.groups.tended(by, id)
        elif self.store.offer(by.organisation, member, id) is None:
            self.groups.seen_by(by, id)
        with table.write() as write:
            self.store.withdraw(write, by.organisation, id, member)

    def welcome(self, organisation: OrganisationId, member: MemberId) -> None:
        """Put a new member into the groups that the mail they followed asked them into."""
        seat = self.identity.seat(organisation, member)
        for offer, accepted in self.store.offers(organisation, member):
            group = self.groups.findable(organisation, offer.group) if accepted else None
            if group and not group.archived_at:
                try:
                    self._come_in(group, seat, Why(way=Way.INVITED, by=offer.by))
                except Missing:  # it was deleted at this very moment
                    continue

    def settled(self, organisation: OrganisationId, id: GroupId, member: MemberId) -> None:
        """Whoever is in, whichever way they came, asks no more and is asked no more."""
        asks = self.store.request(organisation, id, member)
        if asks is None and self.store.offer(organisation, member, id) is None:
            return
        with suppress(Conflict), table.write() as write:
            self.kept.must_be_in(write, organisation, id, member)
            self.store.withdraw(write, organisation, id, member)
            self.store.answer(write, organisation, id, member)

    def _ask(self, id: GroupId, words: str, by: Caller) -> None:
        at = self.now()
        new = Request(member=by.member, name=by.name, words=words, asked_at=at)
        said = GroupJoinAsked(organisation=by.organisation, at=at, group=id, member=by.member)
        try:
            with table.write() as write:
                self.store.ask(write, by.organisation, id, new, said)
        except Conflict:  # another tab was quicker
            return

    def _come_in(self, group: Group, seat: Seat, why: Why, by: MemberId | None = None) -> None:
        at, id = self.now(), group.id
        try:
            with table.write() as write:
                self.entry.let_in(write, id, [seat], why, at, by=by)
                self.kept.count(write, seat.organisation, id, 1, Counted())
                self._settle(write, seat, id, why)
        except (Conflict, Stale):
            if self.kept.membership(seat.organisation, id, seat.member) is None:
                raise

    def _settle(self, write: Write, seat: Seat, id: GroupId, why: Why) -> None:
        """What they asked and were asked is answered; what it rests on must still be there."""
        if why.way is Way.INVITED:
            self.store.take_up(write, seat.organisation, id, seat.member)
        else:
            self.store.withdraw(write, seat.organisation, id, seat.member)
        asked = why.way is Way.ASKED
        self.store.answer(write, seat.organisation, id, seat.member, must_be_there=asked)

    def _seat(self, by: Caller) -> Seat:
        return self.identity.seat(by.organisation, by.member)


asking = Asking(AskingStore(), GroupStore(), groups, entry, identity)
