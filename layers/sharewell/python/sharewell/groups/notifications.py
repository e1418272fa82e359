"""Notifies members of join requests, of groups they were added to and of invitations."""

from dataclasses import dataclass

from sharewell.core.errors import NotFound
from sharewell.core.events import GroupInvitationCreated, GroupJoinRequested, MemberJoinedGroup
from sharewell.core.ids import MemberId, OrganisationId
from sharewell.groups.model import GroupRole
from sharewell.groups.service import GroupService, groups
from sharewell.groups.store import GroupStore
from sharewell.identity.model import MemberRef
from sharewell.identity.service import IdentityService, identity
from sharewell.notifications.model import NewNotification, NotificationKind
from sharewell.notifications.service import NotificationService, notifications


@dataclass(frozen=True, slots=True)
class GroupNotifications:
    """Notifies the leads of a group, or the member concerned. Idempotent by the event's id."""

    store: GroupStore
    groups: GroupService
    identity: IdentityService
    notifications: NotificationService

    def notify_join_request(self, event: GroupJoinRequested) -> None:
        """Notifies the first 20 leads of the group that a member requests to join it."""
        begins = f"{GroupRole.LEAD.value}#"
        leads = self.store.list_members(
            event.organisation, event.group, begins, None, consistent=True
        )
        notification = self._new_notification(NotificationKind.JOIN_REQUEST, event, event.member)
        if notification:
            self.notifications.notify(
                event.organisation, [it.id for it in leads.items], notification
            )

    def notify_added(self, event: MemberJoinedGroup) -> None:
        """Notifies a member who was added to a group by someone else."""
        if event.by is None:
            return
        notification = self._new_notification(NotificationKind.JOINED, event, event.by)
        if notification:
            self.notifications.notify(event.organisation, [event.member], notification)

    def notify_invited(self, event: GroupInvitationCreated) -> None:
        """Notifies a member who was invited to a group."""
        notification = self._new_notification(NotificationKind.INVITED, event, event.by)
        if notification:
            self.notifications.notify(event.organisation, [event.member], notification)

    def _new_notification(
        self,
        kind: NotificationKind,
        event: GroupJoinRequested | MemberJoinedGroup | GroupInvitationCreated,
        by: MemberId,
    ) -> NewNotification | None:
        group = self.groups.get_for_search(event.organisation, event.group)
        if group is None:
            return None
        return NewNotification(
            kind=kind,
            ref=f"group:{event.group}",
            title=group.name,
            by=self._member_ref(event.organisation, by),
            key=event.id,
            at=event.at,
        )

    def _member_ref(self, organisation: OrganisationId, member: MemberId) -> MemberRef | None:
        try:
            return MemberRef(id=member, name=self.identity.get_member(organisation, member).name)
        except NotFound:
            return None


group_notifications = GroupNotifications(GroupStore(), groups, identity, notifications)
