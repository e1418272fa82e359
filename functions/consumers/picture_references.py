"""References to pictures: a picture is retained while a text shows it."""

from sharewell.content.picture_references import picture_references
from sharewell.core.events import PicturesReferenced
from sharewell.edge.consumer import Consumer

handler = Consumer()


@handler.on(PicturesReferenced)
def record_references(event: PicturesReferenced) -> None:
    """Records that a text references pictures."""
    picture_references.record_references(event)
