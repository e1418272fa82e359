"""Uploads of pictures in texts. Access to the text is access to its pictures.

A picture's key is part of the Markdown and ends in an unguessable token. Holding it proves access
to the text, as with thumbnails; /api/pictures exchanges it for a signed address.
"""

from dataclasses import dataclass

from sharewell.aws import bucket
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.ids import new_ulid
from sharewell.core.signing import Purpose, sign
from sharewell.core.values import Form
from sharewell.pictures.model import NewPicture, Picture, picture_key
from sharewell.pictures.service import PictureRetention, picture_retention

EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif"}


@dataclass(frozen=True, slots=True)
class PictureUploads:
    """Starts uploads of pictures for texts."""

    retention: PictureRetention
    now: Clock = now

    def begin(self, new: NewPicture, *, by: Caller, key: str | None = None) -> Picture:
        """Returns how to upload a picture and its key for the text. Idempotent per `key`."""
        id = key or new_ulid(self.now())
        token = sign(Purpose.PICTURE_KEY, by.organisation, by.member, id)
        picture = f"{id}/{token}.{EXTENSIONS[new.type]}"
        self.retention.schedule_check(by.organisation, picture)
        object_key = picture_key(by.organisation, picture)
        url, fields = bucket.presign_upload(object_key, size=new.size, type=new.type)
        return Picture(key=object_key, form=Form(url=url, fields=fields))


picture_uploads = PictureUploads(picture_retention)
