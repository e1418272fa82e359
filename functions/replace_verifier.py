"""Others verify in the place of a member who has left."""

from sharewell.consume import on
from sharewell.content.verification.carrying import carrying
from sharewell.events import MemberChanged


@on(MemberChanged)
def handler(changed: MemberChanged) -> None:
    """Hand over what a deactivated member was to verify; a second delivery finds nothing."""
    carrying.replace(changed.organisation, changed.member)
