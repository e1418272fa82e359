"""Whoever is to verify an item from now on hears of it."""

from sharewell.consume import on
from sharewell.events import VerifierNamed
from sharewell.upkeep.telling import telling


@on(VerifierNamed)
def handler(named: VerifierNamed) -> None:
    """Tell them, once however often it is heard."""
    telling.named(named)
