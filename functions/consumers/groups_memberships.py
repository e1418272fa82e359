"""Group memberships follow members: their profile, their activation and what they accepted."""

from sharewell.consume import Consumer
from sharewell.events import (
    MemberChanged,
    MemberJoined,
    MemberJoinedGroup,
)
from sharewell.groups.asking.service import asking
from sharewell.groups.attendance import attendance
from sharewell.groups.membership_rules.service import rules

handler = Consumer()


@handler.on(MemberJoined)
def apply_accepted_invitations(event: MemberJoined) -> None:
    """Adds a new member to the groups that their invitation promised."""
    asking.welcome(event.organisation, event.member)


@handler.on(MemberJoined, MemberChanged)
def apply_membership_rules(event: MemberJoined | MemberChanged) -> None:
    """Adds a member to, and removes them from, groups with a membership rule."""
    rules.look_again(event.organisation, event.member)


@handler.on(MemberChanged)
def sync_activation(event: MemberChanged) -> None:
    """Marks a member as away or back in all their groups."""
    attendance.everywhere(event.organisation, event.member)


@handler.on(MemberJoinedGroup)
def sync_activation_in_group(event: MemberJoinedGroup) -> None:
    """Marks a member as away who was deactivated while they were added to the group."""
    attendance.follow(event.organisation, event.group, event.member)


@handler.on(MemberJoinedGroup)
def close_open_requests(event: MemberJoinedGroup) -> None:
    """Closes the member's join request and invitation for the group."""
    asking.settled(event.organisation, event.group, event.member)
