"""Rebuilds an index while the old one serves."""

import shutil
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sharewell.core.clock import Clock
from sharewell.core.errors import Conflict
from sharewell.core.ids import OrganisationId, new_ulid
from sharewell.search.bundle import Bundle
from sharewell.search.engine import Engine
from sharewell.search.fields import SCHEMA
from sharewell.search.model import Document
from sharewell.search.replica import (
    ATTEMPTS,
    Manifest,
    PublishedManifest,
    RebuildState,
    publish_manifest,
    read_manifest,
    upload_segments,
)

REBUILD_TIMEOUT = timedelta(hours=2)
MAX_PENDING_REFS = 20_000
"""Changes recorded for a rebuild; with more the rebuild is abandoned and must restart."""
WRITER_MEMORY = 120_000_000

LoadDocuments = Callable[[Sequence[str]], Iterable[tuple[str, Document | None]]]
"""Loads the current documents by ref with strongly consistent reads; None for those to delete."""
DocumentStream = Callable[[], Iterable[tuple[str, Document | None]]]


def pending_refs(
    before: PublishedManifest | None, refs: Sequence[str], now: datetime
) -> RebuildState | None:
    """Returns the running rebuild with `refs` added; None if none is running or it is abandoned."""
    rebuilding = before.manifest.rebuilding if before else None
    if rebuilding is None or now - rebuilding.since > REBUILD_TIMEOUT:
        return None
    changed = [*rebuilding.changed, *refs]
    if len(changed) > MAX_PENDING_REFS:
        return None
    return rebuilding.model_copy(update={"changed": changed})


class IndexRebuild:
    """One rebuild: announces itself, builds, applies the changes made meanwhile, and publishes.

    From the announcement on, every writer of the serving index records the changed refs in the
    manifest; the rebuild loads them again, so no change is lost.
    """

    def __init__(self, organisation: OrganisationId, place: Path, now: Clock) -> None:
        self._organisation, self._now = organisation, now
        self._home = f"{SCHEMA}-{new_ulid(now())}"
        self._folder = place / self._home
        self._announce()

    def build(self, everything: DocumentStream, language: str) -> None:
        """Builds the new index in a local folder."""
        self._folder.mkdir(parents=True)
        self._engine = Engine(self._folder, language, new=True)
        self._engine.write(everything(), WRITER_MEMORY)

    def publish(self, state: LoadDocuments) -> None:
        """Replaces the old index by the new one with all changes applied.

        Raises Conflict if another rebuild superseded this one.
        """
        done = 0
        bundles: dict[str, Bundle] = {}
        try:
            while True:
                before, changed = self._pending_refs()
                if changed[done:]:
                    self._engine.write(state(list(dict.fromkeys(changed[done:]))))
                    done = len(changed)
                at = new_ulid(self._now())
                meta, bundles = upload_segments(
                    self._organisation, self._home, at, self._folder, bundles
                )
                try:
                    publish_manifest(
                        self._organisation, self._manifest(before, meta, bundles), before
                    )
                except Conflict:
                    continue
                return
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _announce(self) -> None:
        for _ in range(ATTEMPTS):
            before = read_manifest(self._organisation)
            if before is None:
                break
            started = RebuildState(home=self._home, since=self._now())
            try:
                publish_manifest(self._organisation, before.manifest.with_rebuild(started), before)
            except Conflict:
                continue
            return
        raise Conflict("The search index was updated concurrently.")

    def _pending_refs(self) -> tuple[PublishedManifest, list[str]]:
        before = read_manifest(self._organisation)
        rebuilding = before.manifest.rebuilding if before else None
        if before is None or rebuilding is None or rebuilding.home != self._home:
            raise Conflict("This rebuild was superseded by another one.")
        return before, rebuilding.changed

    def _manifest(
        self, before: PublishedManifest, meta: str, bundles: dict[str, Bundle]
    ) -> Manifest:
        return Manifest(
            fields=SCHEMA,
            language=self._engine.analysis.language,
            home=self._home,
            commit=before.manifest.commit + 1,
            meta=meta,
            bundles=bundles,
        )
