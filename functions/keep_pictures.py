"""A picture is kept for as long as something shows it: what does is written down."""

from sharewell.consume import on
from sharewell.content.showing import showing
from sharewell.events import PicturesShown


@on(PicturesShown)
def handler(said: PicturesShown) -> None:
    """Write it down; a second delivery writes the same."""
    showing.show(said)
