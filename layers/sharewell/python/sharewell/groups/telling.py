"""Who is told of what happens around a group."""

from dataclasses import dataclass

from sharewell.errors import Missing
from sharewell.events import GroupJoinAsked, MemberAskedIntoGroup, MemberJoinedGroup
from sharewell.groups.model import GroupRole
from sharewell.groups.service import Groups, groups
from sharewell.groups.store import GroupStore
from sharewell.identity.model import MemberRef
from sharewell.identity.service import Identity, identity
from sharewell.ids import MemberId, OrganisationId
from sharewell.notices.model import NewNotice, NoticeKind
from sharewell.notices.service import Notices, notices


@dataclass(frozen=True, slots=True)
class Telling:
    """Leads hear who wants to come in; people hear that they were let in, or are asked in."""

    store: GroupStore
    groups: Groups
    identity: Identity
    notices: Notices

    def asked(self, said: GroupJoinAsked) -> None:
        """Tell the first twenty who lead it."""
        begins = f"{GroupRole.LEAD.value}#"
        leads = self.store.members(said.organisation, said.group, begins, None, consistent=True)
        notice = self._notice(NoticeKind.JOIN_REQUEST, said, said.member)
        if notice:
            self.notices.tell(said.organisation, [it.id for it in leads.items], notice)

    def let_in(self, said: MemberJoinedGroup) -> None:
        """Tell whoever somebody else let in."""
        if said.by is None:
            return
        notice = self._notice(NoticeKind.JOINED, said, said.by)
        if notice:
            self.notices.tell(said.organisation, [said.member], notice)

    def asked_in(self, said: MemberAskedIntoGroup) -> None:
        """Tell whoever is asked in."""
        notice = self._notice(NoticeKind.INVITED, said, said.by)
        if notice:
            self.notices.tell(said.organisation, [said.member], notice)

    def _notice(
        self,
        kind: NoticeKind,
        said: GroupJoinAsked | MemberJoinedGroup | MemberAskedIntoGroup,
        by: MemberId,
    ) -> NewNotice | None:
        group = self.groups.findable(said.organisation, said.group)
        if group is None:
            return None
        return NewNotice(
            kind=kind,
            ref=f"group:{said.group}",
            title=group.name,
            by=self._named(said.organisation, by),
            key=said.id,
            at=said.at,
        )

    def _named(self, organisation: OrganisationId, member: MemberId) -> MemberRef | None:
        try:
            return MemberRef(id=member, name=self.identity.seat(organisation, member).name)
        except Missing:
            return None


telling = Telling(GroupStore(), groups, identity, notices)
