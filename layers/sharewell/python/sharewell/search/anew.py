"""Building an index anew while the old one serves."""

import shutil
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sharewell.clock import Clock
from sharewell.errors import Conflict
from sharewell.ids import OrganisationId, new_ulid
from sharewell.search.bundle import Bundle
from sharewell.search.copies import (
    ATTEMPTS,
    Manifest,
    Published,
    Rebuilding,
    publish,
    read,
    ship,
)
from sharewell.search.engine import Engine
from sharewell.search.fields import SCHEMA
from sharewell.search.model import Document

GIVEN_UP_AFTER = timedelta(hours=2)
MOST_CHANGED = 20_000
"""Changes noted for a rebuild; with more it is given up and must begin again."""
ARENA = 120_000_000

State = Callable[[Sequence[str]], Iterable[tuple[str, Document | None]]]
"""The present state of things by ref, read consistently: None for what is not to be found."""
Everything = Callable[[], Iterable[tuple[str, Document | None]]]


def still_wanted(before: Published | None, refs: Sequence[str], now: datetime) -> Rebuilding | None:
    """What a rebuild under way must look at again; None when none is, or it was given up."""
    rebuilding = before.manifest.rebuilding if before else None
    if rebuilding is None or now - rebuilding.since > GIVEN_UP_AFTER:
        return None
    changed = [*rebuilding.changed, *refs]
    if len(changed) > MOST_CHANGED:
        return None
    return rebuilding.model_copy(update={"changed": changed})


class Anew:
    """One rebuild: it says that it has begun, builds, takes in what changed, and moves in.

    From when it has begun, whoever changes the serving index notes in the manifest what must be
    looked at again, so nothing is lost whenever it was read.
    """

    def __init__(self, organisation: OrganisationId, place: Path, now: Clock) -> None:
        self._organisation, self._now = organisation, now
        self._home = f"{SCHEMA}-{new_ulid(now())}"
        self._folder = place / self._home
        self._begin()

    def build(self, everything: Everything, language: str) -> None:
        """Build the new index, here."""
        self._folder.mkdir(parents=True)
        self._engine = Engine(self._folder, language, new=True)
        self._engine.write(everything(), ARENA)

    def move_in(self, state: State) -> None:
        """Put it in the place of the old, with all that changed; Conflict when given up."""
        done = 0
        bundles: dict[str, Bundle] = {}
        try:
            while True:
                before, changed = self._noted()
                if changed[done:]:
                    self._engine.write(state(list(dict.fromkeys(changed[done:]))))
                    done = len(changed)
                at = new_ulid(self._now())
                meta, bundles = ship(self._organisation, self._home, at, self._folder, bundles)
                try:
                    publish(self._organisation, self._manifest(before, meta, bundles), before)
                except Conflict:
                    continue
                return
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _begin(self) -> None:
        for _ in range(ATTEMPTS):
            before = read(self._organisation)
            if before is None:
                break
            begun = Rebuilding(home=self._home, since=self._now())
            try:
                publish(self._organisation, before.manifest.noting(begun), before)
            except Conflict:
                continue
            return
        raise Conflict("others kept changing the index")

    def _noted(self) -> tuple[Published, list[str]]:
        before = read(self._organisation)
        rebuilding = before.manifest.rebuilding if before else None
        if before is None or rebuilding is None or rebuilding.home != self._home:
            raise Conflict("this rebuild was given up for another")
        return before, rebuilding.changed

    def _manifest(self, before: Published, meta: str, bundles: dict[str, Bundle]) -> Manifest:
        return Manifest(
            fields=SCHEMA,
            language=self._engine.analysis.language,
            home=self._home,
            commit=before.manifest.commit + 1,
            meta=meta,
            bundles=bundles,
        )
