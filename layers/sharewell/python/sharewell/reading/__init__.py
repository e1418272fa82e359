"""From a file on disk to its text page by page, its true type, language and thumbnail."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sharewell.reading.limits import Limits
    from sharewell.reading.model import Family, Page, Reading
    from sharewell.reading.service import read

__all__ = ["Family", "Limits", "Page", "Reading", "read"]


def __getattr__(name: str) -> Any:
    """The public names, imported when first asked for: the child needs none of them."""
    from importlib import import_module

    rooms = {"read": "service", "Limits": "limits"}
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{rooms.get(name, 'model')}"), name)
