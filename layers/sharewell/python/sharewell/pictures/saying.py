"""What is said with the write that brings pictures into a text."""

from datetime import datetime

from sharewell.events import Event, PicturesShown
from sharewell.ids import OrganisationId
from sharewell.pictures.model import shown_in


def shown(
    organisation: OrganisationId, at: datetime, of: str, text: str, before: str = ""
) -> list[Event]:
    """What to say of a text; nothing, unless it shows pictures that it did not show before."""
    pictures = shown_in(text, organisation, before)
    if not pictures:
        return []
    return [PicturesShown(organisation=organisation, at=at, of=of, pictures=pictures)]
