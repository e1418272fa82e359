"""Pictures in texts. They are no items: whoever sees the text sees them, wherever it goes.

A picture's key stands in the Markdown and ends in a token that cannot be guessed. Holding it shows
that one was let see the text, as with thumbnails; /api/pictures answers with an address.
"""

import hashlib
import hmac
from dataclasses import dataclass

from sharewell import bucket
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.config import settings
from sharewell.ids import mint
from sharewell.pictures.model import NewPicture, Picture, key_of
from sharewell.pictures.service import Kept, kept
from sharewell.values import Form

ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif"}


@dataclass(frozen=True, slots=True)
class InTexts:
    """Bring a picture into a text."""

    kept: Kept
    now: Clock = now

    def begin(self, new: NewPicture, *, by: Caller, key: str | None = None) -> Picture:
        """Announce a picture; announced twice under one key is announced once."""
        id = key or mint(self.now())
        said = f"picture\n{by.organisation}\n{by.member}\n{id}".encode()
        token = hmac.digest(settings.cursor_secret.encode(), said, hashlib.sha256).hex()[:32]
        picture = f"{id}/{token}.{ENDINGS[new.type]}"
        self.kept.announced(by.organisation, picture)
        place = key_of(by.organisation, picture)
        url, fields = bucket.form(place, size=new.size, type=new.type)
        return Picture(key=place, form=Form(url=url, fields=fields))


in_texts = InTexts(kept)
