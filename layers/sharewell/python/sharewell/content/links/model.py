"""What is shown of a page that a link leads to."""

from sharewell.content.sent.model import Link
from sharewell.values import Value


class Asked(Value):
    """An address that somebody is about to share."""

    url: Link


class Glimpse(Value):
    """What the page says of itself; `picture` is a small one, as a data: address.

    `problem` is why there is nothing to see.
    """

    title: str | None = None
    about: str | None = None
    picture: str | None = None
    problem: str | None = None
