"""Lists of what is to be verified, and of what is verified, follow the items."""

from sharewell.consume import on
from sharewell.content.verification.carrying import carrying
from sharewell.events import UpkeepChanged


@on(UpkeepChanged)
def handler(changed: UpkeepChanged) -> None:
    """Put an item where it is looked for; doing it again, or in another order, ends the same."""
    carrying.follow(changed.organisation, changed.item)
