"""Previews of shared links."""

from sharewell.content.links.preview_worker import link_preview_worker
from sharewell.core.events import LinkAdded
from sharewell.edge.consumer import Consumer

handler = Consumer()


@handler.on(LinkAdded)
def fetch_preview(event: LinkAdded) -> None:
    """Fetches the page behind a link and stores its preview, unless it has one."""
    link_preview_worker.fetch_preview(event)
