"""References to pictures: a picture is kept for as long as a text shows it."""

from sharewell.consume import Consumer
from sharewell.content.picture_references import showing
from sharewell.events import PicturesShown

handler = Consumer()


@handler.on(PicturesShown)
def record_references(event: PicturesShown) -> None:
    """Records that a text references pictures."""
    showing.show(event)
