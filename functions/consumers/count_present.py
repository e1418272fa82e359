"""Groups count a member who is deactivated, or back, as what they are."""

from sharewell.consume import on
from sharewell.events import MemberChanged
from sharewell.groups.attendance import attendance


@on(MemberChanged)
def handler(changed: MemberChanged) -> None:
    """Count them in all their groups as they are now; in whatever order, it ends the same."""
    attendance.everywhere(changed.organisation, changed.member)
