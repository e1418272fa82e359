"""Pictures in texts. They are not items: access to the text is access to its pictures."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import Field

from sharewell.core.ids import OrganisationId
from sharewell.core.values import Form, Value

UNREFERENCED_RETENTION = timedelta(days=30)
"""How long an uploaded picture that no text references is stored."""
MAX_PER_DRAFT = 90
"""References of a draft, which are written in its transaction (DynamoDB: 100)."""

_REFERENCE = re.compile(
    r"pictures/([0-9A-HJKMNP-TV-Z]{26})/([0-9A-HJKMNP-TV-Z]{26}/[0-9a-f]{32}\.(?:png|jpg|webp|gif))"
)


class NewPicture(Value):
    """A picture to upload for a text; `size` is in bytes."""

    size: Annotated[int, Field(ge=1, le=10 * 1024**2)]
    type: Annotated[str, Field(pattern=r"^image/(jpeg|png|webp|gif)$")]


class Picture(Value):
    """How to upload a picture, and the key that references it in the text, as /<key>."""

    key: str
    form: Form


def new_pictures(text: str, organisation: OrganisationId, before: str = "") -> list[str]:
    """Returns pictures in `text` that are not in `before`, each as `<id>/<token>.<ext>`."""
    if "pictures/" not in text:
        return []
    found = dict.fromkeys(id for owner, id in _REFERENCE.findall(text) if owner == organisation)
    known = {id for _, id in _REFERENCE.findall(before)}
    return [id for id in found if id not in known]


def picture_key(organisation: OrganisationId, picture: str) -> str:
    """Returns the object key of a picture."""
    return f"pictures/{organisation}/{picture}"
