"""How the quick way of something takes its place."""

import sys
from typing import Any


def instead(owner: Any, **quick: Any) -> None:
    """Give a class or a module these in place of its own."""
    for name, it in quick.items():
        setattr(owner, name, it)


def everywhere(name: str, quick: Any) -> None:
    """Give it to every module of the in-memory AWS that has its own by this name."""
    for module in [it for it in sys.modules if it.startswith("moto.")]:
        if name in vars(sys.modules[module]):
            instead(sys.modules[module], **{name: quick})
