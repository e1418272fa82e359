"""Previews of shared links."""

from sharewell.consume import Consumer
from sharewell.content.links.preview_worker import taking
from sharewell.events import LinkGiven

handler = Consumer()


@handler.on(LinkGiven)
def fetch_preview(event: LinkGiven) -> None:
    """Fetches the page behind a link and stores its preview, unless that is done."""
    taking.take(event)
