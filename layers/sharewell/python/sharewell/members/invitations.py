"""Invitations to an organisation: sending, resending, withdrawing and accepting them."""

from dataclasses import dataclass
from functools import partial

from sharewell.aws import cognito, concurrency, ses, table, tenant_guard
from sharewell.core.caller import Caller, Person
from sharewell.core.clock import Clock, now
from sharewell.core.errors import (
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    LimitExceeded,
    NotFound,
    VersionConflict,
)
from sharewell.core.events import MemberInvited, MemberJoined
from sharewell.core.ids import GroupId, InvitationId, MemberId, OrganisationId, new_ulid
from sharewell.core.pagination import Page
from sharewell.core.retry import retry_on_conflict
from sharewell.groups.join_requests.model import InvitedPerson
from sharewell.groups.join_requests.pending_invitations import (
    PendingInvitations,
    pending_invitations,
)
from sharewell.identity.model import Member, SignedInPerson
from sharewell.identity.service import IdentityService, identity
from sharewell.members import invitation_link
from sharewell.members.invitation_mail import invitation_mail
from sharewell.members.model import (
    INVITATION_VALID_FOR,
    MAX_INVITATIONS_PER_REQUEST,
    Invitation,
    InvitationOffer,
    InvitationOutcome,
    InvitationReport,
    NewInvitations,
    build_report,
    parse_entries,
)
from sharewell.members.store import EXPIRED, MemberStore
from sharewell.profiles.service import ProfileService, profiles

BATCH_SIZE = table.MAX_TRANSACTION_ROWS // 3
"""Invitations written in one transaction: two rows each, three with a group."""
GroupTarget = tuple[GroupId, str] | None
"""The id and name of the group that an invitation is to as well, or None."""


@dataclass(frozen=True, slots=True)
class InvitationService:
    """Creates, resends, withdraws, shows and accepts invitations."""

    store: MemberStore
    identity: IdentityService
    profiles: ProfileService
    pending_invitations: PendingInvitations
    now: Clock = now

    def invite(
        self, new: NewInvitations, *, by: Caller, group: GroupTarget = None
    ) -> InvitationReport:
        """Invites all people of a pasted list; returns the outcome of each line.

        Raises Forbidden unless the caller is an administrator, Invalid for more than 200 people.
        """
        by.require_admin()
        entries = parse_entries(new.people)
        if len(entries) > MAX_INVITATIONS_PER_REQUEST:
            message = (
                f"You can invite at most {MAX_INVITATIONS_PER_REQUEST} people at once."
                f" This list has {len(entries)}."
            )
            raise Invalid(message, field="people")
        addresses = list(dict.fromkeys(it.email for it in entries if it.email))
        holders, organisation = concurrency.run_concurrently(
            [
                partial(self.store.find_holders, by.organisation, addresses),
                partial(self.identity.get_organisation, by.organisation),
            ]
        )
        existing = self.store.get_invitations(
            by.organisation, [id for id in holders.values() if id]
        )
        outcomes = {
            it: InvitationOutcome.ALREADY_INVITED if holders[it] else InvitationOutcome.MEMBER
            for it in holders
        }
        expired = [it for it in existing.values() if it.expires_at <= self.now()]
        for outcome in concurrency.run_concurrently(
            [partial(self._resend_expired, it, by) for it in expired]
        ):
            outcomes |= outcome
        free = [it for it in addresses if it not in holders]
        for start in range(0, len(free), BATCH_SIZE):
            batch = free[start : start + BATCH_SIZE]
            outcomes |= self._invite_addresses(batch, new, organisation.name, by, group)
        if group:
            concurrency.run_concurrently(
                [
                    partial(self._add_group_to_invitation, it, group[0], by)
                    for it in existing.values()
                ]
            )
        return build_report(entries, outcomes)

    def find_holders(
        self, organisation: OrganisationId, addresses: list[str]
    ) -> dict[str, MemberId | None]:
        """Returns the member of each address in use, or None for an open invitation."""
        return self.store.find_members(organisation, addresses)

    def remove_group_from_invitation(self, id: InvitationId, group: GroupId, *, by: Caller) -> None:
        """Removes a group from an invitation. The caller must have checked that they manage it."""
        with table.transaction() as tx:
            self.pending_invitations.remove_email_invitation(tx, by.organisation, group, id)
            self.store.remove_group(tx, by.organisation, id, group)

    def list_open(self, *, by: Caller, after: str | None) -> Page[Invitation]:
        """Returns a page of open invitations, expired ones too, newest first. Raises Forbidden."""
        by.require_admin()
        return self.store.list_open(by.organisation, after)

    def resend(self, id: InvitationId, *, by: Caller) -> None:
        """Sends the email again and renews the invitation's validity; for administrators.

        Raises NotFound, Gone, or LimitExceeded within a minute of the last email.
        """
        by.require_admin()
        self._renew(self._load(by.organisation, id)[0], by)

    def withdraw(self, id: InvitationId, *, by: Caller) -> None:
        """Withdraws an invitation; for administrators. Raises NotFound."""
        by.require_admin()
        retry_on_conflict(partial(self._withdraw, id, by))

    def _withdraw(self, id: InvitationId, by: Caller) -> None:
        invitation, _ = self._load(by.organisation, id)
        groups, _ = self.store.list_groups(by.organisation, id)
        with table.transaction() as tx:
            self.store.withdraw(tx, by.organisation, invitation, groups)
            for group in groups:
                self.pending_invitations.remove_email_invitation(tx, by.organisation, group, id)

    def create_link(self, organisation: OrganisationId, id: InvitationId) -> str:
        """Returns the URL in the app at which an invitation is accepted."""
        return invitation_link.create_link(organisation, id)

    def get_offer(self, token: str) -> InvitationOffer:
        """Returns what a link offers. Raises NotFound for an invalid link, Gone for a used one."""
        organisation, id = invitation_link.parse_token(token)
        with tenant_guard.tenant_scope(organisation):
            invitation, name = self._load_valid(organisation, id)
        return InvitationOffer(
            organisation=organisation,
            organisation_name=name,
            **invitation.model_dump(include={"invited_by", "email", "expires_at"}),
        )

    def accept(self, token: str, name: str, person: Person) -> SignedInPerson:
        """Makes the person a member who works in the organisation. Idempotent.

        Raises NotFound, Gone, or Forbidden if the invitation is for another address.
        """
        organisation, id = invitation_link.parse_token(token)
        with tenant_guard.tenant_scope(organisation):
            return retry_on_conflict(partial(self._accept, organisation, id, name, person))

    def _accept(
        self, organisation: OrganisationId, id: InvitationId, name: str, person: Person
    ) -> SignedInPerson:
        member = self.identity.get_or_check_membership_limit(person, organisation)
        if member and not member.active:
            raise Forbidden(
                "An administrator has deactivated your membership of this organisation."
            )
        if member:
            return self.identity.choose_organisation(organisation, person)
        invitation, organisation_name = self._load_valid(organisation, id)
        if cognito.get_email(person.id) != invitation.email:
            raise Forbidden(
                f"This invitation is for {invitation.email}. Sign in with that address."
            )
        at = self.now()
        member = Member(
            organisation=organisation,
            member=MemberId(new_ulid(at)),
            person=person.id,
            name=name,
            email=invitation.email,
            role=invitation.role,
        )
        event = MemberJoined(organisation=organisation, at=at, member=member.member)
        groups, _ = self.store.list_groups(organisation, id)
        with table.transaction() as tx:
            self.store.accept(tx, organisation, invitation, member.member, groups)
            self.pending_invitations.accept_email_invitation(
                tx, organisation, groups, invitation.invited_by, id, member.member
            )
            self.identity.add_member(tx, member, organisation_name)
            self.profiles.add_profile(tx, member, event)
        return self.identity.describe_person(person)

    def send_mail(self, invited: MemberInvited) -> None:
        """Sends the email of an open invitation. Idempotent by the event's id."""
        from sharewell.aws import idempotency  # 60 ms of a cold start that only mails need

        found = self.store.get_invitation(invited.organisation, invited.invitation)
        if found is None:
            return
        invitation, organisation_name = found
        link = self.create_link(invited.organisation, invited.invitation)
        _, group = self.store.list_groups(invited.organisation, invited.invitation)
        mail = invitation_mail(invitation, organisation_name, link, group)
        send = partial(ses.send_mail, invitation.email, mail.subject, mail.text)
        idempotency.run_once(f"{invited.organisation} {invited.id}", send)

    def _invite_addresses(
        self,
        addresses: list[str],
        new: NewInvitations,
        organisation_name: str,
        by: Caller,
        group: GroupTarget,
    ) -> dict[str, InvitationOutcome]:
        try:
            with table.transaction() as tx:
                if group:
                    self.pending_invitations.require_not_deleted(tx, by.organisation, group[0])
                for address in addresses:
                    invitation = self._new_invitation(address, new, by)
                    event = _invited_event(invitation.id, by, self.now)
                    self.store.add(tx, by.organisation, organisation_name, invitation, event, group)
                    if group:
                        self._add_group(tx, invitation, group[0], by)
        except Conflict:  # one of them was invited concurrently
            if len(addresses) == 1:
                return {addresses[0]: InvitationOutcome.ALREADY_INVITED}
            half, rest = addresses[: len(addresses) // 2], addresses[len(addresses) // 2 :]
            shared = (new, organisation_name, by, group)
            return self._invite_addresses(half, *shared) | self._invite_addresses(rest, *shared)
        return dict.fromkeys(addresses, InvitationOutcome.INVITED)

    def _add_group(
        self, tx: table.Transaction, invitation: Invitation, group: GroupId, by: Caller
    ) -> None:
        invited = InvitedPerson(
            id=invitation.id,
            address=invitation.email,
            invited_by=by.name,
            invited_at=invitation.invited_at,
        )
        self.pending_invitations.add_email_invitation(tx, by.organisation, group, invited)

    def _add_group_to_invitation(self, invitation: Invitation, group: GroupId, by: Caller) -> None:
        try:
            with table.transaction() as tx:
                self.pending_invitations.require_not_deleted(tx, by.organisation, group)
                self._add_group(tx, invitation, group, by)
                self.store.add_group(tx, by.organisation, invitation.id, group)
        except VersionConflict:  # accepted or withdrawn concurrently
            return

    def _new_invitation(self, address: str, new: NewInvitations, by: Caller) -> Invitation:
        at = self.now()
        return Invitation(
            id=InvitationId(new_ulid(at)),
            email=address,
            role=new.role,
            invited_by=by.name,
            invited_at=at,
            expires_at=at + INVITATION_VALID_FOR,
        )

    def _resend_expired(self, invitation: Invitation, by: Caller) -> dict[str, InvitationOutcome]:
        try:
            self._renew(invitation, by)
        except (Gone, LimitExceeded):
            return {invitation.email: InvitationOutcome.ALREADY_INVITED}
        return {invitation.email: InvitationOutcome.INVITED}

    def _renew(self, invitation: Invitation, by: Caller) -> None:
        event = _invited_event(invitation.id, by, self.now)
        with table.transaction() as tx:
            self.store.renew(tx, by.organisation, invitation, event)

    def _load(self, organisation: OrganisationId, id: InvitationId) -> tuple[Invitation, str]:
        found = self.store.get_invitation(organisation, id)
        if found is None:
            raise NotFound("This invitation is not open. It may have been accepted.")
        return found

    def _load_valid(self, organisation: OrganisationId, id: InvitationId) -> tuple[Invitation, str]:
        found = self.store.get_invitation(organisation, id)
        if found is None:
            raise Gone(EXPIRED)
        if found[0].expires_at <= self.now():
            raise Gone("This invitation has expired. Ask for a new one.")
        return found


def _invited_event(invitation: InvitationId, by: Caller, now: Clock) -> MemberInvited:
    return MemberInvited(
        organisation=by.organisation, at=now(), invitation=invitation, invited_by=by.member
    )


invitation_service = InvitationService(MemberStore(), identity, profiles, pending_invitations)
