"""Stores the search indexes. Any implementation must pass tests/services/test_index_store.py.

    read                          object
    ---------------------------   ----------------------------------------------------
    files of the current index    index/<organisation>/manifest.json, by compare-and-swap
    one chunk of those files      index/<organisation>/<home>/<bundle>-<attempt>-<sha>

One of several concurrent writers wins: the losers refresh their replica and load their documents
again. Documents are read from the table after the manifest that the write replaces, so no write
can restore an older state. Readers check for a new manifest at most every two seconds.
"""

import atexit
import math
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from threading import RLock

from sharewell.aws import bucket
from sharewell.core import clock
from sharewell.core.errors import Conflict
from sharewell.core.ids import OrganisationId, new_ulid
from sharewell.search.engine import EMPTY_RESULT, Engine, EngineResult
from sharewell.search.fields import SCHEMA
from sharewell.search.model import SearchRequest
from sharewell.search.rebuild import DocumentStream, IndexRebuild, LoadDocuments, pending_refs
from sharewell.search.replica import (
    ATTEMPTS,
    Manifest,
    Replica,
    index_prefix,
    publish_manifest,
    read_manifest,
    upload_segments,
)

OLDEST_SCHEMA = 1
"""The oldest schema that can still be searched while an index is rebuilt."""
REFRESH_INTERVAL = 2.0
"""Seconds for which a reader does not check for a newer manifest."""
COLLECT_GRACE = timedelta(hours=1)
"""Age before unreferenced objects are deleted, so that slow readers can finish."""
MAX_DISK_BYTES = 400_000_000
"""Bytes of the replicas that a reader stores, of all organisations together."""
COLLECT_INTERVAL = 32
"""Commits between two garbage collections."""


class OutdatedSchemaError(Exception):
    """The index has another schema and no rebuild is running."""


class IndexStore:
    """Searches, updates, rebuilds and cleans up the index of every organisation."""

    def __init__(
        self,
        place: Path | None = None,
        now: clock.Clock = clock.now,
        tick: Callable[[], float] = time.monotonic,
        language: str = "english",
    ) -> None:
        self._place = place or _process_folder()
        self._now, self._tick, self._language = now, tick, language
        self._readers: dict[OrganisationId, tuple[Replica, float]] = {}
        self._writers: dict[OrganisationId, Replica] = {}
        self._lock = RLock()

    def search(
        self,
        organisation: OrganisationId,
        request: SearchRequest,
        access: Iterable[str],
        but: Sequence[str] = (),
    ) -> EngineResult:
        """Returns a page of hits visible to an audience in `access`, without the refs in `but`."""
        engine = self._open(organisation)
        if engine is None:
            return EMPTY_RESULT
        return engine.search(request, list(access), self._now(), but)

    def suggest(self, organisation: OrganisationId, words: str, access: Iterable[str]) -> list[str]:
        """Returns completions of the last word from what an audience in `access` sees."""
        engine = self._open(organisation)
        return engine.suggest(words, list(access)) if engine else []

    def find_related(
        self, organisation: OrganisationId, ref: str, access: Iterable[str], most: int
    ) -> list[str]:
        """Returns the refs of at most `most` similar items that an audience in `access` sees."""
        engine = self._open(organisation)
        return engine.find_related(ref, list(access), most) if engine else []

    def find_channels(
        self, organisation: OrganisationId, words: str, access: Iterable[str], most: int
    ) -> tuple[list[str], dict[str, int]]:
        """Returns channels named like these words, and the channel counts of similar items."""
        engine = self._open(organisation)
        if engine is None:
            return [], {}
        audiences = list(access)
        similar = engine.find_similar(words, "item", audiences, most)
        named = engine.find_similar(words, "channel", audiences, most)
        return named, engine.count_channels(similar, audiences)

    def get_titles(
        self, organisation: OrganisationId, refs: Sequence[str], access: Iterable[str]
    ) -> dict[str, str]:
        """Returns the titles of those of `refs` that an audience in `access` sees, by ref."""
        engine = self._open(organisation)
        return engine.get_titles(refs, list(access)) if engine else {}

    def list_refs(self, organisation: OrganisationId) -> list[str]:
        """Returns the refs of all documents, regardless of their audience."""
        engine = self._open(organisation)
        return engine.list_refs() if engine else []

    def apply_changes(
        self, organisation: OrganisationId, refs: Sequence[str], state: LoadDocuments
    ) -> None:
        """Writes the current documents of `refs`, as loaded by `state`. Idempotent.

        Raises Conflict if other writers win all attempts; OutdatedSchemaError.
        """
        for _ in range(ATTEMPTS):
            replica = self._writer(organisation)
            try:
                self._change(replica, list(refs), state)
            except Conflict:
                self._evict(organisation)
            except BaseException:
                self._evict(organisation)
                raise
            else:
                return
        raise Conflict("The search index was updated concurrently.")

    def rebuild(
        self, organisation: OrganisationId, everything: DocumentStream, state: LoadDocuments
    ) -> None:
        """Rebuilds the index from `everything` while the old one serves, then replaces it.

        Raises Conflict if another rebuild started meanwhile: that one continues.
        """
        if read_manifest(organisation) is None:
            self.apply_changes(organisation, [], state)
        rebuild = IndexRebuild(organisation, self._place / "build", self._now)
        rebuild.build(everything, self._language)
        rebuild.publish(state)

    def collect_garbage(self, organisation: OrganisationId) -> int:
        """Deletes unreferenced objects older than COLLECT_GRACE; returns their number."""
        published = read_manifest(organisation)
        if published is None:
            return 0
        before = int((self._now() - COLLECT_GRACE).timestamp())
        referenced = published.manifest.keys | {f"{index_prefix(organisation)}manifest.json"}
        garbage = [
            key
            for key, at in bucket.list_objects(index_prefix(organisation))
            if at < before and key not in referenced
        ]
        bucket.delete(garbage)
        return len(garbage)

    def size(self, organisation: OrganisationId) -> int:
        """Returns the bytes of the published index."""
        published = read_manifest(organisation)
        return published.manifest.size if published else 0

    def _open(self, organisation: OrganisationId) -> Engine | None:
        with self._lock:
            replica, refreshed = self._readers.pop(organisation, (None, -math.inf))
            replica = replica or Replica(organisation, self._place / "read" / organisation)
            if self._tick() - refreshed >= REFRESH_INTERVAL:
                replica.refresh()
                refreshed = self._tick()
            self._readers[organisation] = replica, refreshed  # most recently used last
            while len(self._readers) > 1 and self._replica_bytes() > MAX_DISK_BYTES:
                self._readers.pop(next(iter(self._readers)))[0].close()
            if replica.published and replica.published.manifest.fields < OLDEST_SCHEMA:
                return None
            return replica.engine

    def _replica_bytes(self) -> int:
        return sum(replica.size for replica, _ in self._readers.values())

    def _writer(self, organisation: OrganisationId) -> Replica:
        if organisation not in self._writers:
            for other in list(self._writers):
                self._evict(other)
            self._writers[organisation] = Replica(
                organisation, self._place / "write" / organisation
            )
        return self._writers[organisation]

    def _evict(self, organisation: OrganisationId) -> None:
        if replica := self._writers.pop(organisation, None):
            replica.close()

    def _change(self, replica: Replica, refs: list[str], state: LoadDocuments) -> None:
        replica.refresh()
        before = replica.published
        rebuilding = pending_refs(before, refs, self._now())
        if before and before.manifest.fields != SCHEMA:
            if rebuilding is None:
                raise OutdatedSchemaError
            with_rebuild = before.manifest.with_rebuild(rebuilding)
            publish_manifest(replica.organisation, with_rebuild, before)
            return
        engine = replica.engine or Engine(replica.folder, self._language, new=True)
        engine.write(state(refs))
        home = before.manifest.home if before else f"{SCHEMA}-{new_ulid(self._now())}"
        known = before.manifest.bundles if before else {}
        meta, bundles = upload_segments(
            replica.organisation, home, new_ulid(self._now()), replica.folder, known
        )
        manifest = Manifest(
            fields=SCHEMA,
            language=before.manifest.language if before else self._language,
            home=home,
            commit=before.manifest.commit + 1 if before else 1,
            meta=meta,
            bundles=bundles,
            rebuilding=rebuilding,
        )
        replica.engine = engine
        replica.open(publish_manifest(replica.organisation, manifest, before))
        if manifest.commit % COLLECT_INTERVAL == 0:
            self.collect_garbage(replica.organisation)


def _process_folder() -> Path:
    """Returns a new folder, deleted at exit: on a laptop several processes share /tmp."""
    place = tempfile.mkdtemp(prefix="sharewell-index-")
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return Path(place)
