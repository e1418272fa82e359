"""Others review in the place of a member who has left."""

from sharewell.assignments.replacing import replacing
from sharewell.consume import on
from sharewell.events import MemberChanged


@on(MemberChanged)
def handler(changed: MemberChanged) -> None:
    """Find others for what waits for a deactivated member; a second delivery finds them there."""
    replacing.left(changed.organisation, changed.member)
