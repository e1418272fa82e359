"""Invites people to a group by email who are not members of the organisation yet."""

from dataclasses import dataclass

from sharewell.core.caller import Caller
from sharewell.core.ids import GroupId, InvitationId, MemberId
from sharewell.groups.join_requests.pending_invitations import (
    PendingInvitations,
    pending_invitations,
)
from sharewell.groups.join_requests.service import JoinRequests, join_requests
from sharewell.groups.memberships import Memberships, memberships
from sharewell.groups.service import GroupService, groups
from sharewell.members.invitations import InvitationService, invitation_service
from sharewell.members.model import InvitationReport, NewInvitations


@dataclass(frozen=True, slots=True)
class EmailInvitations:
    """Invites to a group by email, for administrators; addresses of members are added at once."""

    groups: GroupService
    join_requests: JoinRequests
    pending_invitations: PendingInvitations
    memberships: Memberships
    invitations: InvitationService

    def invite_by_email(self, id: GroupId, people: str, *, by: Caller) -> InvitationReport:
        """Invites all addresses of a list to a group; members among them are added at once.

        Raises Forbidden unless the caller manages the group and is an administrator.
        """
        group, _ = self.groups.get_as_manager(by, id)
        by.require_admin()
        new = NewInvitations(people=people)
        report = self.invitations.invite(new, by=by, group=(id, group.name))
        addresses = [it.email for it in report.lines if it.email]
        holders = self.invitations.find_holders(by.organisation, list(dict.fromkeys(addresses)))
        members = [member for member in holders.values() if member]
        if members:
            self.memberships.add_members(id, members, by=by, field="people")
        return report

    def withdraw_invitation(self, id: GroupId, invited: str, *, by: Caller) -> None:
        """Withdraws the invitation of a member or of an address. Idempotent."""
        invited_person = self.pending_invitations.find_invitation(by.organisation, id, invited)
        if invited_person is None or invited_person.address is None:
            self.join_requests.withdraw_invitation(id, MemberId(invited), by=by)
            return
        self.groups.get_as_manager(by, id)
        self.invitations.remove_group_from_invitation(InvitationId(invited), id, by=by)


email_invitations = EmailInvitations(
    groups, join_requests, pending_invitations, memberships, invitation_service
)
