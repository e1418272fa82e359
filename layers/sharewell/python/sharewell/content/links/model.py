"""Link previews shown before an item is published."""

from sharewell.content.schemas import Link
from sharewell.core.values import Value


class PreviewRequest(Value):
    """An address to preview before sharing it."""

    url: Link


class LinkPreview(Value):
    """Title, description and picture of a page; `picture` is a thumbnail as a data: address.

    `problem` is a sentence that explains why there is no preview.
    """

    title: str | None = None
    about: str | None = None
    picture: str | None = None
    problem: str | None = None
