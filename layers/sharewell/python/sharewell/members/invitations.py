"""Asking people in: a mail with a link, and what happens when somebody follows it."""

from dataclasses import dataclass
from functools import partial

from sharewell import concurrency, mailer, pool, table, tenant_guard
from sharewell.caller import Caller, Person
from sharewell.clock import Clock, now
from sharewell.errors import Conflict, Forbidden, Gone, Invalid, Missing, Stale, TooMany
from sharewell.events import MemberInvited, MemberJoined
from sharewell.groups.asking.model import Invited
from sharewell.groups.asking.promises import Promises, promises
from sharewell.identity.model import Me, Seat
from sharewell.identity.service import Identity, identity
from sharewell.ids import GroupId, InvitationId, MemberId, OrganisationId, new_ulid
from sharewell.members import link
from sharewell.members.letter import invitation_letter
from sharewell.members.model import (
    INVITED_FOR,
    MOST_AT_ONCE,
    Invitation,
    InvitationOffer,
    InvitationReport,
    NewInvitations,
    Outcome,
    entries,
    report,
)
from sharewell.members.store import GONE, MemberStore
from sharewell.page import Page
from sharewell.profiles.service import Profiles, profiles
from sharewell.retry import retry_on_conflict

TOGETHER = table.MOST_AT_ONCE // 3
"""Invitations kept in one write: two rows each, three with a group."""
ToGroup = tuple[GroupId, str] | None
"""The group, and its name, that an invitation is to as well."""


@dataclass(frozen=True, slots=True)
class Invitations:
    """Invite, remind, withdraw; look at an invitation and accept it."""

    store: MemberStore
    identity: Identity
    profiles: Profiles
    promises: Promises
    now: Clock = now

    def invite(self, new: NewInvitations, *, by: Caller, group: ToGroup = None) -> InvitationReport:
        """Ask in everyone on a pasted list, and say line by line what became of it; for admins."""
        by.must_be_admin()
        read = entries(new.people)
        if len(read) > MOST_AT_ONCE:
            too_long = f"at most {MOST_AT_ONCE} people at once; this list has {len(read)}"
            raise Invalid(too_long, field="people")
        wanted = list(dict.fromkeys(it.address for it in read if it.address))
        holders, organisation = concurrency.run_concurrently(
            [
                partial(self.store.holders, by.organisation, wanted),
                partial(self.identity.organisation, by.organisation),
            ]
        )
        before = self.store.some(by.organisation, [id for id in holders.values() if id])
        outcomes = {it: Outcome.INVITED_BEFORE if holders[it] else Outcome.MEMBER for it in holders}
        expired = [it for it in before.values() if it.expires_at <= self.now()]
        for outcome in concurrency.run_concurrently(
            [partial(self._remind, it, by) for it in expired]
        ):
            outcomes |= outcome
        free = [it for it in wanted if it not in holders]
        for start in range(0, len(free), TOGETHER):
            some = free[start : start + TOGETHER]
            outcomes |= self._ask_in(some, new, organisation.name, by, group)
        if group:
            concurrency.run_concurrently(
                [partial(self._promise, it, group[0], by) for it in before.values()]
            )
        return report(read, outcomes)

    def holders(
        self, organisation: OrganisationId, addresses: list[str]
    ) -> dict[str, MemberId | None]:
        """Of each address that somebody has: the member, or None for an open invitation."""
        return self.store.members_at(organisation, addresses)

    def unpromise(self, id: InvitationId, group: GroupId, *, by: Caller) -> None:
        """Whoever accepts is to be in this group no more; for who tends the group."""
        with table.write() as write:
            self.promises.forget_mail(write, by.organisation, group, id)
            self.store.unpromise(write, by.organisation, id, group)

    def open(self, *, by: Caller, after: str | None) -> Page[Invitation]:
        """Open invitations, expired ones too, newest first; for admins."""
        by.must_be_admin()
        return self.store.open(by.organisation, after)

    def resend(self, id: InvitationId, *, by: Caller) -> None:
        """Send the mail once more; the invitation's days count from now; for admins."""
        by.must_be_admin()
        self._renew(self._opened(by.organisation, id)[0], by)

    def withdraw(self, id: InvitationId, *, by: Caller) -> None:
        """Take an invitation back; for admins."""
        by.must_be_admin()
        retry_on_conflict(partial(self._withdraw, id, by))

    def _withdraw(self, id: InvitationId, by: Caller) -> None:
        invitation, _ = self._opened(by.organisation, id)
        groups, _ = self.store.promised(by.organisation, id)
        with table.write() as write:
            self.store.withdraw(write, by.organisation, invitation, groups)
            for group in groups:
                self.promises.forget_mail(write, by.organisation, group, id)

    def link(self, organisation: OrganisationId, id: InvitationId) -> str:
        """Where in the app somebody accepts an invitation."""
        return link.write(organisation, id)

    def offer(self, token: str) -> InvitationOffer:
        """What a link offers; Missing when it is none of ours, Gone when it is over."""
        organisation, id = link.read(token)
        with tenant_guard.tenant_scope(organisation):
            invitation, name = self._good(organisation, id)
        return InvitationOffer(
            organisation=organisation,
            organisation_name=name,
            **invitation.model_dump(include={"invited_by", "address", "expires_at"}),
        )

    def accept(self, token: str, name: str, person: Person) -> Me:
        """Become a member, who works there from now on; a member who accepts again stays one."""
        organisation, id = link.read(token)
        with tenant_guard.tenant_scope(organisation):
            return retry_on_conflict(partial(self._accept, organisation, id, name, person))

    def _accept(
        self, organisation: OrganisationId, id: InvitationId, name: str, person: Person
    ) -> Me:
        seat = self.identity.joining(person, organisation)
        if seat and not seat.active:
            raise Forbidden("an administrator has closed your access to this organisation")
        if seat:
            return self.identity.choose(organisation, person)
        invitation, organisation_name = self._good(organisation, id)
        if pool.address(person.id) != invitation.address:
            raise Forbidden(f"this invitation is for {invitation.address}; sign in as that")
        at = self.now()
        seat = Seat(
            organisation=organisation,
            member=MemberId(new_ulid(at)),
            person=person.id,
            name=name,
            address=invitation.address,
            role=invitation.role,
        )
        said = MemberJoined(organisation=organisation, at=at, member=seat.member)
        groups, _ = self.store.promised(organisation, id)
        with table.write() as write:
            self.store.accept(write, organisation, invitation, seat.member, groups)
            self.promises.keep(write, organisation, groups, invitation.invited_by, id, seat.member)
            self.identity.admit(write, seat, organisation_name)
            self.profiles.admit(write, seat, said)
        return self.identity.me(person)

    def send(self, invited: MemberInvited) -> None:
        """Send the mail, once however often it is told; none when the invitation is over."""
        from sharewell import once  # 60 ms of a cold start that only mails need

        found = self.store.invitation(invited.organisation, invited.invitation)
        if found is None:
            return
        invitation, organisation_name = found
        to = self.link(invited.organisation, invited.invitation)
        _, group = self.store.promised(invited.organisation, invited.invitation)
        letter = invitation_letter(invitation, organisation_name, to, group)
        mail = partial(mailer.send, invitation.address, letter.subject, letter.text)
        once.only(f"{invited.organisation} {invited.id}", mail)

    def _ask_in(
        self,
        addresses: list[str],
        new: NewInvitations,
        organisation_name: str,
        by: Caller,
        group: ToGroup,
    ) -> dict[str, Outcome]:
        try:
            with table.write() as write:
                if group:
                    self.promises.must_stand(write, by.organisation, group[0])
                for address in addresses:
                    invitation = self._new(address, new, by)
                    said = _said(invitation.id, by, self.now)
                    more = (organisation_name, invitation, said, group)
                    self.store.add(write, by.organisation, *more)
                    if group:
                        self._ask_into(write, invitation, group[0], by)
        except Conflict:  # somebody else asked one of them in at this very moment
            if len(addresses) == 1:
                return {addresses[0]: Outcome.INVITED_BEFORE}
            half, rest = addresses[: len(addresses) // 2], addresses[len(addresses) // 2 :]
            rest_of_it = (new, organisation_name, by, group)
            return self._ask_in(half, *rest_of_it) | self._ask_in(rest, *rest_of_it)
        return dict.fromkeys(addresses, Outcome.INVITED)

    def _ask_into(
        self, write: table.Write, invitation: Invitation, group: GroupId, by: Caller
    ) -> None:
        asked = Invited(
            id=invitation.id, address=invitation.address, by=by.name, at=invitation.invited_at
        )
        self.promises.by_mail(write, by.organisation, group, asked)

    def _promise(self, invitation: Invitation, group: GroupId, by: Caller) -> None:
        try:
            with table.write() as write:
                self.promises.must_stand(write, by.organisation, group)
                self._ask_into(write, invitation, group, by)
                self.store.promise(write, by.organisation, invitation.id, group)
        except Stale:  # accepted or taken back at this very moment
            return

    def _new(self, address: str, new: NewInvitations, by: Caller) -> Invitation:
        at = self.now()
        return Invitation(
            id=InvitationId(new_ulid(at)),
            address=address,
            role=new.role,
            invited_by=by.name,
            invited_at=at,
            expires_at=at + INVITED_FOR,
        )

    def _remind(self, invitation: Invitation, by: Caller) -> dict[str, Outcome]:
        try:
            self._renew(invitation, by)
        except (Gone, TooMany):
            return {invitation.address: Outcome.INVITED_BEFORE}
        return {invitation.address: Outcome.INVITED}

    def _renew(self, invitation: Invitation, by: Caller) -> None:
        said = _said(invitation.id, by, self.now)
        with table.write() as write:
            self.store.renew(write, by.organisation, invitation, said)

    def _opened(self, organisation: OrganisationId, id: InvitationId) -> tuple[Invitation, str]:
        found = self.store.invitation(organisation, id)
        if found is None:
            raise Missing("there is no such open invitation; it may have been accepted")
        return found

    def _good(self, organisation: OrganisationId, id: InvitationId) -> tuple[Invitation, str]:
        found = self.store.invitation(organisation, id)
        if found is None:
            raise Gone(GONE)
        if found[0].expires_at <= self.now():
            raise Gone("this invitation has expired; ask for another one")
        return found


def _said(invitation: InvitationId, by: Caller, now: Clock) -> MemberInvited:
    return MemberInvited(
        organisation=by.organisation, at=now(), invitation=invitation, invited_by=by.member
    )


invitations = Invitations(MemberStore(), identity, profiles, promises)
