"""A picture is kept for as long as something shows it: what does is written down."""

from sharewell.consume import on
from sharewell.events import PicturesShown
from sharewell.pictures.showing import showing


@on(PicturesShown)
def handler(said: PicturesShown) -> None:
    """Write it down; a second delivery writes the same."""
    showing.show(said)
