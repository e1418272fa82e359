"""Reads a file on disk: its text page by page, its true type, language and thumbnail."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sharewell.file_reader.limits import Limits
    from sharewell.file_reader.model import Family, Page, Reading
    from sharewell.file_reader.service import read

__all__ = ["Family", "Limits", "Page", "Reading", "read"]


def __getattr__(name: str) -> Any:
    """Imports a public name on first use: the child process needs none of them."""
    from importlib import import_module

    modules = {"read": "service", "Limits": "limits"}
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{modules.get(name, 'model')}"), name)
