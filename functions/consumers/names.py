"""Copies of members' names.

Each reaction writes the present name, so repeated and reordered events have the same result.
"""

from sharewell.channels.admin import channel_admin
from sharewell.core.events import MemberRenamed
from sharewell.edge.consumer import Consumer
from sharewell.groups.memberships import memberships
from sharewell.profiles.service import profiles

handler = Consumer()


@handler.on(MemberRenamed)
def sync_manager_names(event: MemberRenamed) -> None:
    """Copies the name to the profiles of the members that the member manages."""
    profiles.sync_manager_name(event.organisation, event.member)


@handler.on(MemberRenamed)
def sync_group_names(event: MemberRenamed) -> None:
    """Copies the name to the member's groups."""
    memberships.sync_member_name(event.organisation, event.member)


@handler.on(MemberRenamed)
def sync_channel_names(event: MemberRenamed) -> None:
    """Copies the name to the channels that the member curates."""
    channel_admin.sync_member_name(event.organisation, event.member)
