"""A member's new name, carried to where it is written beside other things."""

from sharewell.channels.tending import tending
from sharewell.consume import on
from sharewell.events import MemberRenamed
from sharewell.groups.membership import memberships
from sharewell.profiles.service import profiles


@on(MemberRenamed)
def handler(renamed: MemberRenamed) -> None:
    """Write the present name; doing it again, or in another order, ends the same."""
    profiles.carry_name(renamed.organisation, renamed.member)
    memberships.carry_name(renamed.organisation, renamed.member)
    tending.carry_name(renamed.organisation, renamed.member)
