"""Looks at the page behind each link that is shared."""

from sharewell.consume import on
from sharewell.content.links.taking import taking
from sharewell.events import LinkGiven


@on(LinkGiven)
def handler(given: LinkGiven) -> None:
    """Keep what the page says of itself; a second delivery finds that done."""
    taking.take(given)
