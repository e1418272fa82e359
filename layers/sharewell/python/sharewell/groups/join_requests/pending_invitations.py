"""Reads and writes open join requests and invitations on behalf of other domains."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sharewell.aws.table import Transaction
from sharewell.core.ids import GroupId, InvitationId, MemberId, OrganisationId
from sharewell.groups.join_requests.model import GroupInvitation, InvitedPerson, JoinRequest
from sharewell.groups.join_requests.store import JoinRequestStore
from sharewell.groups.store import GroupStore


@dataclass(frozen=True, slots=True)
class PendingInvitations:
    """Open join requests and invitations of groups."""

    store: JoinRequestStore
    group_store: GroupStore

    def get_join_request(
        self, organisation: OrganisationId, group: GroupId, member: MemberId
    ) -> JoinRequest | None:
        """Returns the member's open request to join the group, or None."""
        return self.store.get_request(organisation, group, member)

    def get_invitation(
        self, organisation: OrganisationId, group: GroupId, member: MemberId
    ) -> GroupInvitation | None:
        """Returns the group's invitation to the member, or None."""
        found = self.store.get_invitation(organisation, member, group)
        return found[0] if found else None

    def list_invited_groups(
        self, organisation: OrganisationId, groups: Sequence[GroupId], member: MemberId
    ) -> set[GroupId]:
        """Returns those of these groups that the member is invited to."""
        return self.store.list_invited_groups(organisation, groups, member)

    def find_invitation(
        self, organisation: OrganisationId, group: GroupId, id: str
    ) -> InvitedPerson | None:
        """Returns the group's open invitation to a member or an address, or None."""
        return self.store.get_invited(organisation, group, id)

    def require_not_deleted(
        self, tx: Transaction, organisation: OrganisationId, group: GroupId
    ) -> None:
        """Adds the condition check that the group is not deleted."""
        self.group_store.require_not_deleted(tx, organisation, group)

    def add_email_invitation(
        self, tx: Transaction, organisation: OrganisationId, group: GroupId, new: InvitedPerson
    ) -> None:
        """Adds in `tx` that an address is invited to the group."""
        self.store.add_email_invitation(tx, organisation, group, new)

    def remove_email_invitation(
        self, tx: Transaction, organisation: OrganisationId, group: GroupId, id: InvitationId
    ) -> None:
        """Deletes in `tx` an invitation by email to the group."""
        self.store.remove_invitation(tx, organisation, group, id)

    def accept_email_invitation(
        self,
        tx: Transaction,
        organisation: OrganisationId,
        groups: AbstractSet[GroupId],
        by: str,
        invitation: InvitationId,
        member: MemberId,
    ) -> None:
        """Turns in `tx` the invitations of an address into accepted ones of the new member."""
        for group in sorted(groups):
            self.store.assign_email_invitation(tx, organisation, group, by, invitation, member)


pending_invitations = PendingInvitations(JoinRequestStore(), GroupStore())
