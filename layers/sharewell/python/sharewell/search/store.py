"""The door to the index. What stands behind it must pass tests/services/test_index_store.py.

    read                          object
    ---------------------------   ----------------------------------------------------
    what the index is made of     index/<organisation>/manifest.json, by compare-and-set
    its files                     index/<organisation>/<home>/<bundle>-<attempt>-<sha>

One writer at a time wins: the loser loads what won and reads again what it wanted to write.
What is written was read from the table after the manifest it replaces, so no write can bring
back an older state. Readers look for a new manifest at most every two seconds.
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

from sharewell import bucket, clock
from sharewell.errors import Conflict
from sharewell.ids import OrganisationId, new_ulid
from sharewell.search.anew import Anew, Everything, State, still_wanted
from sharewell.search.copies import ATTEMPTS, Copy, Manifest, publish, read, root, ship
from sharewell.search.engine import NOTHING, Engine, Result
from sharewell.search.fields import SCHEMA
from sharewell.search.model import Ask

OLDEST = 1
"""The oldest schema that questions are still asked of while an index is built anew."""
FRESH_FOR = 2.0
"""Seconds for which a reader does not look for a newer manifest."""
GRACE = timedelta(hours=1)
"""How long objects that nothing stands on are kept for slow readers."""
ROOM = 400_000_000
"""Bytes of indexes that a reader keeps, of however many organisations."""
COLLECT_EVERY = 32


class OutdatedError(Exception):
    """The index is of another schema, and nobody is building it anew yet."""


class IndexStore:
    """Every organisation's index: ask, change, build anew, tidy."""

    def __init__(
        self,
        place: Path | None = None,
        now: clock.Clock = clock.now,
        tick: Callable[[], float] = time.monotonic,
        language: str = "english",
    ) -> None:
        self._place = place or _own_place()
        self._now, self._tick, self._language = now, tick, language
        self._readers: dict[OrganisationId, tuple[Copy, float]] = {}
        self._writers: dict[OrganisationId, Copy] = {}
        self._lock = RLock()

    def find(
        self,
        organisation: OrganisationId,
        ask: Ask,
        access: Iterable[str],
        but: Sequence[str] = (),
    ) -> Result:
        """A page of hits among what one of the audiences in `access` sees, without `but`."""
        engine = self._open(organisation)
        return engine.find(ask, list(access), self._now(), but) if engine else NOTHING

    def suggest(self, organisation: OrganisationId, words: str, access: Iterable[str]) -> list[str]:
        """Ways to finish the last word, from what one of the audiences in `access` sees."""
        engine = self._open(organisation)
        return engine.suggest(words, list(access)) if engine else []

    def like(
        self, organisation: OrganisationId, ref: str, access: Iterable[str], most: int
    ) -> list[str]:
        """Other items that are like one, of those that one of the audiences in `access` sees."""
        engine = self._open(organisation)
        return engine.like(ref, list(access), most) if engine else []

    def topics(
        self, organisation: OrganisationId, words: str, access: Iterable[str], most: int
    ) -> tuple[list[str], dict[str, int]]:
        """Channels called like some of these words, and those that things like them are in."""
        engine = self._open(organisation)
        if engine is None:
            return [], {}
        seen = list(access)
        alike = engine.alike(words, "item", seen, most)
        return engine.alike(words, "channel", seen, most), engine.channels_of(alike, seen)

    def titles(
        self, organisation: OrganisationId, refs: Sequence[str], access: Iterable[str]
    ) -> dict[str, str]:
        """How things are called, of those that one of the audiences in `access` sees."""
        engine = self._open(organisation)
        return engine.titles(refs, list(access)) if engine else {}

    def refs(self, organisation: OrganisationId) -> list[str]:
        """Everything that the index knows, seen by whomever."""
        engine = self._open(organisation)
        return engine.refs() if engine else []

    def apply(self, organisation: OrganisationId, refs: Sequence[str], state: State) -> None:
        """Make the index say of `refs` what `state` says now. Twice is once."""
        for _ in range(ATTEMPTS):
            copy = self._writer(organisation)
            try:
                self._change(copy, list(refs), state)
            except Conflict:
                self._forget(organisation)
            except BaseException:
                self._forget(organisation)
                raise
            else:
                return
        raise Conflict("others kept changing the index")

    def rebuild(self, organisation: OrganisationId, everything: Everything, state: State) -> None:
        """Build the index anew from `everything` while the old one serves, then put it there.

        Conflict when another rebuild began meanwhile: that one goes on.
        """
        if read(organisation) is None:
            self.apply(organisation, [], state)
        anew = Anew(organisation, self._place / "build", self._now)
        anew.build(everything, self._language)
        anew.move_in(state)

    def collect(self, organisation: OrganisationId) -> int:
        """Delete what nothing stands on any more and has had its grace; how many objects."""
        published = read(organisation)
        if published is None:
            return 0
        before = int((self._now() - GRACE).timestamp())
        kept = published.manifest.keys | {f"{root(organisation)}manifest.json"}
        gone = [
            key for key, at in bucket.listing(root(organisation)) if at < before and key not in kept
        ]
        bucket.delete(gone)
        return len(gone)

    def size(self, organisation: OrganisationId) -> int:
        """Bytes of the published index."""
        published = read(organisation)
        return published.manifest.size if published else 0

    def _open(self, organisation: OrganisationId) -> Engine | None:
        with self._lock:
            copy, looked = self._readers.pop(organisation, (None, -math.inf))
            copy = copy or Copy(organisation, self._place / "read" / organisation)
            if self._tick() - looked >= FRESH_FOR:
                copy.follow()
                looked = self._tick()
            self._readers[organisation] = copy, looked  # most recently used last
            while len(self._readers) > 1 and self._held() > ROOM:
                self._readers.pop(next(iter(self._readers)))[0].drop()
            if copy.published and copy.published.manifest.fields < OLDEST:
                return None
            return copy.engine

    def _held(self) -> int:
        return sum(copy.size for copy, _ in self._readers.values())

    def _writer(self, organisation: OrganisationId) -> Copy:
        if organisation not in self._writers:
            for other in list(self._writers):
                self._forget(other)
            self._writers[organisation] = Copy(organisation, self._place / "write" / organisation)
        return self._writers[organisation]

    def _forget(self, organisation: OrganisationId) -> None:
        if copy := self._writers.pop(organisation, None):
            copy.drop()

    def _change(self, copy: Copy, refs: list[str], state: State) -> None:
        copy.follow()
        before = copy.published
        noted = still_wanted(before, refs, self._now())
        if before and before.manifest.fields != SCHEMA:
            if noted is None:
                raise OutdatedError
            publish(copy.organisation, before.manifest.noting(noted), before)
            return
        engine = copy.engine or Engine(copy.folder, self._language, new=True)
        engine.write(state(refs))
        home = before.manifest.home if before else f"{SCHEMA}-{new_ulid(self._now())}"
        known = before.manifest.bundles if before else {}
        meta, bundles = ship(copy.organisation, home, new_ulid(self._now()), copy.folder, known)
        manifest = Manifest(
            fields=SCHEMA,
            language=before.manifest.language if before else self._language,
            home=home,
            commit=before.manifest.commit + 1 if before else 1,
            meta=meta,
            bundles=bundles,
            rebuilding=noted,
        )
        copy.engine = engine
        copy.hold(publish(copy.organisation, manifest, before))
        if manifest.commit % COLLECT_EVERY == 0:
            self.collect(copy.organisation)


def _own_place() -> Path:
    """A folder of this process's own: on a laptop several share /tmp."""
    place = tempfile.mkdtemp(prefix="sharewell-index-")
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return Path(place)
