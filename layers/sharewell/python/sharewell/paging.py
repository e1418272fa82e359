"""The query string of every list."""

from typing import Annotated

from pydantic import Field

from sharewell.values import Value


class After(Value):
    """Where to go on: the `next` of the page before."""

    after: Annotated[str, Field(max_length=2_000, pattern=r"^[A-Za-z0-9_-]*$")] | None = None
