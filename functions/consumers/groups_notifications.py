"""Notifications about who comes into a group.

Idempotent: the notification id is the event id.
"""

from sharewell.consume import Consumer
from sharewell.events import GroupJoinAsked, MemberAskedIntoGroup, MemberJoinedGroup
from sharewell.groups.telling import telling

handler = Consumer()


@handler.on(GroupJoinAsked)
def notify_leads(event: GroupJoinAsked) -> None:
    """Notifies the leads of a group of a join request."""
    telling.asked(event)


@handler.on(MemberAskedIntoGroup)
def notify_invited_member(event: MemberAskedIntoGroup) -> None:
    """Notifies a member of an invitation to a group."""
    telling.asked_in(event)


@handler.on(MemberJoinedGroup)
def notify_added_member(event: MemberJoinedGroup) -> None:
    """Notifies a member who was added to a group by someone else; the rule passes on no others."""
    telling.let_in(event)
