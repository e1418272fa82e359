"""Notifications about join requests, invitations and additions to groups.

Idempotent: the notification id is the event id.
"""

from sharewell.core.events import GroupInvitationCreated, GroupJoinRequested, MemberJoinedGroup
from sharewell.edge.consumer import Consumer
from sharewell.groups.notifications import group_notifications

handler = Consumer()


@handler.on(GroupJoinRequested)
def notify_leads(event: GroupJoinRequested) -> None:
    """Notifies the leads of a group of a join request."""
    group_notifications.notify_join_request(event)


@handler.on(GroupInvitationCreated)
def notify_invited_member(event: GroupInvitationCreated) -> None:
    """Notifies a member of an invitation to a group."""
    group_notifications.notify_invited(event)


@handler.on(MemberJoinedGroup)
def notify_added_member(event: MemberJoinedGroup) -> None:
    """Notifies a member who was added to a group by someone else; the rule passes no others."""
    group_notifications.notify_added(event)
