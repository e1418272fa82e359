"""Projections of members' profiles, activation and invitations onto group memberships."""

from sharewell.core.events import MemberChanged, MemberJoined, MemberJoinedGroup
from sharewell.edge.consumer import Consumer
from sharewell.groups.deactivation import deactivations
from sharewell.groups.join_requests.service import join_requests
from sharewell.groups.membership_rules.service import rules

handler = Consumer()


@handler.on(MemberJoined)
def apply_accepted_invitations(event: MemberJoined) -> None:
    """Adds a new member to the groups named in their invitation."""
    join_requests.apply_accepted_invitations(event.organisation, event.member)


@handler.on(MemberJoined, MemberChanged)
def apply_membership_rules(event: MemberJoined | MemberChanged) -> None:
    """Adds a member to, and removes them from, groups with a membership rule."""
    rules.reevaluate_member(event.organisation, event.member)


@handler.on(MemberChanged)
def sync_activation(event: MemberChanged) -> None:
    """Marks a member as deactivated or active in all their groups."""
    deactivations.sync_all_groups(event.organisation, event.member)


@handler.on(MemberJoinedGroup)
def sync_activation_in_group(event: MemberJoinedGroup) -> None:
    """Marks a member as deactivated if that happened while they were added to the group."""
    deactivations.sync_group(event.organisation, event.group, event.member)


@handler.on(MemberJoinedGroup)
def close_open_requests(event: MemberJoinedGroup) -> None:
    """Closes the member's join request and invitation for the group."""
    join_requests.close_open_requests(event.organisation, event.group, event.member)
