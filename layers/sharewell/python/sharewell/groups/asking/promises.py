"""What has been promised to somebody who is not in a group yet."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sharewell.groups.asking.model import Invited, Offer, Request
from sharewell.groups.asking.store import AskingStore
from sharewell.groups.store import GroupStore
from sharewell.ids import GroupId, InvitationId, MemberId, OrganisationId
from sharewell.table import Write


@dataclass(frozen=True, slots=True)
class Promises:
    """Requests and invitations that wait for an answer."""

    store: AskingStore
    kept: GroupStore

    def request(
        self, organisation: OrganisationId, group: GroupId, member: MemberId
    ) -> Request | None:
        """What they ask of the group."""
        return self.store.request(organisation, group, member)

    def offer(self, organisation: OrganisationId, group: GroupId, member: MemberId) -> Offer | None:
        """The group's invitation to them."""
        found = self.store.offer(organisation, member, group)
        return found[0] if found else None

    def offered(
        self, organisation: OrganisationId, groups: Sequence[GroupId], member: MemberId
    ) -> set[GroupId]:
        """Those of these groups that they are asked into."""
        return self.store.offered(organisation, groups, member)

    def find_invitation(
        self, organisation: OrganisationId, group: GroupId, id: str
    ) -> Invited | None:
        """Return the open invitation of a member, or of an address, into a group."""
        return self.store.one_invited(organisation, group, id)

    def must_stand(self, write: Write, organisation: OrganisationId, group: GroupId) -> None:
        """Refuse the open write once the group is deleted."""
        self.kept.must_stand(write, organisation, group)

    def by_mail(
        self, write: Write, organisation: OrganisationId, group: GroupId, new: Invited
    ) -> None:
        """Within an open write: an address is asked into the organisation and this group."""
        self.store.invite_by_mail(write, organisation, group, new)

    def forget_mail(
        self, write: Write, organisation: OrganisationId, group: GroupId, id: InvitationId
    ) -> None:
        """Within an open write: that invitation is over."""
        self.store.withdraw(write, organisation, group, id)

    def keep(
        self,
        write: Write,
        organisation: OrganisationId,
        groups: AbstractSet[GroupId],
        by: str,
        invitation: InvitationId,
        member: MemberId,
    ) -> None:
        """Within an open write: the address became this member, who is to be in the groups."""
        for group in sorted(groups):
            self.store.hand_on(write, organisation, group, by, invitation, member)


promises = Promises(AskingStore(), GroupStore())
