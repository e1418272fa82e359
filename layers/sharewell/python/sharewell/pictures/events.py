"""Events for writes that add pictures to a text."""

from datetime import datetime

from sharewell.core.events import Event, PicturesReferenced
from sharewell.core.ids import OrganisationId
from sharewell.pictures.model import new_pictures


def reference_events(
    organisation: OrganisationId, at: datetime, of: str, text: str, before: str = ""
) -> list[Event]:
    """Returns a `PicturesReferenced` event if `text` has pictures that `before` has not."""
    pictures = new_pictures(text, organisation, before)
    if not pictures:
        return []
    return [
        PicturesReferenced(organisation=organisation, at=at, referenced_by=of, pictures=pictures)
    ]
