"""Copies of members' names.

Each reaction writes the present name, so repetitions and other orders end the same.
"""

from sharewell.channels.tending import tending
from sharewell.consume import Consumer
from sharewell.events import MemberRenamed
from sharewell.groups.membership import memberships
from sharewell.profiles.service import profiles

handler = Consumer()


@handler.on(MemberRenamed)
def sync_manager_names(event: MemberRenamed) -> None:
    """Copies the name to the profiles that name the member as manager."""
    profiles.carry_name(event.organisation, event.member)


@handler.on(MemberRenamed)
def sync_group_names(event: MemberRenamed) -> None:
    """Copies the name to the member's groups."""
    memberships.carry_name(event.organisation, event.member)


@handler.on(MemberRenamed)
def sync_channel_names(event: MemberRenamed) -> None:
    """Copies the name to the channels that the member curates."""
    tending.carry_name(event.organisation, event.member)
