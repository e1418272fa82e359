"""Whoever is to verify an item from now on hears of it."""

from sharewell.consume import on
from sharewell.content.verification.telling import telling
from sharewell.events import VerifierNamed


@on(VerifierNamed)
def handler(named: VerifierNamed) -> None:
    """Tell them, once however often it is heard."""
    telling.named(named)
