"""Which pictures a text shows. They are no items: whoever sees the text sees them."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import Field

from sharewell.ids import OrganisationId
from sharewell.values import Form, Value

KEPT_FOR = timedelta(days=30)
"""How long a picture is kept that no text has shown yet."""
MOST_OF_A_DRAFT = 90
"""Pictures that a draft keeps from going; they are written together with it (DynamoDB: 100)."""

_SHOWN = re.compile(
    r"pictures/([0-9A-HJKMNP-TV-Z]{26})/([0-9A-HJKMNP-TV-Z]{26}/[0-9a-f]{32}\.(?:png|jpg|webp|gif))"
)


class NewPicture(Value):
    """A picture that is about to be put into a text."""

    size: Annotated[int, Field(ge=1, le=10 * 1024**2)]
    type: Annotated[str, Field(pattern=r"^image/(jpeg|png|webp|gif)$")]


class Picture(Value):
    """How to send it, and the key that stands for it in the text, as /<key>."""

    key: str
    form: Form


def shown_in(text: str, organisation: OrganisationId, before: str = "") -> list[str]:
    """The pictures in a text that were not in what it was `before`; each as `<id>/<token>.png`."""
    if "pictures/" not in text:
        return []
    found = dict.fromkeys(id for of, id in _SHOWN.findall(text) if of == organisation)
    known = {id for _, id in _SHOWN.findall(before)}
    return [id for id in found if id not in known]


def key_of(organisation: OrganisationId, picture: str) -> str:
    """Where the bytes of a picture lie."""
    return f"pictures/{organisation}/{picture}"
