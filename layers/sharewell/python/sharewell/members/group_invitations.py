"""Asking people into a group by mail who are not in the organisation yet."""

from dataclasses import dataclass

from sharewell.caller import Caller
from sharewell.groups.asking.promises import Promises, promises
from sharewell.groups.asking.service import Asking, asking
from sharewell.groups.membership import Memberships, memberships
from sharewell.groups.service import Groups, groups
from sharewell.ids import GroupId, InvitationId, MemberId
from sharewell.members.invitations import Invitations, invitations
from sharewell.members.model import InvitationReport, NewInvitations


@dataclass(frozen=True, slots=True)
class GroupLetters:
    """Only administrators ask anybody into the organisation; whoever is here is let in."""

    groups: Groups
    asking: Asking
    promises: Promises
    memberships: Memberships
    invitations: Invitations

    def ask_in(self, id: GroupId, people: str, *, by: Caller) -> InvitationReport:
        """Ask in everyone on a list of addresses; those who are members come in at once."""
        group, _ = self.groups.tended(by, id)
        by.must_be_admin()
        new = NewInvitations(people=people)
        report = self.invitations.invite(new, by=by, group=(id, group.name))
        addresses = [it.address for it in report.lines if it.address]
        holders = self.invitations.holders(by.organisation, list(dict.fromkeys(addresses)))
        members = [member for member in holders.values() if member]
        if members:
            self.memberships.add(id, members, by=by, field="people")
        return report

    def withdraw(self, id: GroupId, invited: str, *, by: Caller) -> None:
        """Take back what a member or an address was asked; twice is once."""
        found = self.promises.find_invitation(by.organisation, id, invited)
        if found is None or found.address is None:
            self.asking.withdraw(id, MemberId(invited), by=by)
            return
        self.groups.tended(by, id)
        self.invitations.unpromise(InvitationId(invited), id, by=by)


letters = GroupLetters(groups, asking, promises, memberships, invitations)
