"""A copy of an organisation's index under /tmp that follows what is published in the bucket."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from pathlib import Path

from sharewell import bucket, tenant_guard
from sharewell.ids import OrganisationId
from sharewell.search.bundle import META, Bundle, Chunk, chunks, living, sha, sizes, spread
from sharewell.search.engine import Engine
from sharewell.values import Value

ATTEMPTS = 20
"""Times that a loser repeats, and a reader looks again, before giving up."""
_AT_ONCE = ThreadPoolExecutor(max_workers=8)


class Rebuilding(Value):
    """An index being built anew under `home`, and what changed since it began, in order."""

    home: str
    since: datetime
    changed: list[str] = []


class Manifest(Value):
    """What the index is made of right now: the one object that changes, by compare-and-set."""

    fields: int
    language: str
    home: str
    commit: int
    meta: str
    bundles: dict[str, Bundle]
    rebuilding: Rebuilding | None = None

    def noting(self, rebuilding: Rebuilding) -> "Manifest":
        """The same index, with what is being built anew."""
        return self.model_copy(update={"rebuilding": rebuilding})

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(it.size for it in self.bundles.values())

    @property
    def keys(self) -> set[str]:
        """Every object it stands on."""
        return {chunk.key for it in self.bundles.values() for chunk in it.chunks}


class Published(Value):
    """A manifest and the ETag under which it was read."""

    manifest: Manifest
    etag: str


def root(organisation: OrganisationId) -> str:
    """Where everything of an organisation's index lies."""
    return f"index/{organisation}/"


def read(organisation: OrganisationId, *, unless: str | None = None) -> Published | None:
    """What is published, or None: nothing is, or nothing else than `unless` (an ETag)."""
    found = bucket.get(f"{root(organisation)}manifest.json", if_none_match=unless)
    if found is None:
        return None
    return Published(manifest=Manifest.model_validate_json(found.data), etag=found.etag)


def publish(organisation: OrganisationId, manifest: Manifest, after: Published | None) -> Published:
    """Put a manifest in the place of `after`; Conflict when another has taken it."""
    etag = bucket.put(
        f"{root(organisation)}manifest.json",
        manifest.model_dump_json().encode(),
        "application/json",
        if_match=after.etag if after else None,
        if_absent=after is None,
    )
    return Published(manifest=manifest, etag=etag)


def ship(
    organisation: OrganisationId, home: str, attempt: str, folder: Path, known: dict[str, Bundle]
) -> tuple[str, dict[str, Bundle]]:
    """Send what is new in an index's folder; meta.json and every bundle it stands on.

    No two attempts share a key, so what a lost one left behind can be collected at any time.
    """
    meta, alive = living(folder)
    bundles = {}
    for name, files in alive.items():
        if name not in known:
            sent = []
            for data in chunks(folder, files):
                digest = sha(data)
                key = f"{root(organisation)}{home}/{name}-{attempt}-{digest[:32]}"
                bucket.put(key, data)
                sent.append(Chunk(key=key, sha=digest, size=len(data)))
            bundles[name] = Bundle(files=sizes(folder, files), chunks=sent)
        else:
            bundles[name] = known[name]
    return meta, bundles


class Copy:
    """One folder, one index. `published` is what the folder holds."""

    def __init__(self, organisation: OrganisationId, folder: Path) -> None:
        self.organisation = organisation
        self.folder = folder
        self.published: Published | None = None
        self.engine: Engine | None = None
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return self.published.manifest.size if self.published else 0

    def follow(self) -> None:
        """Hold what is published now. What was collected meanwhile makes it look again."""
        for _ in range(ATTEMPTS):
            found = read(self.organisation, unless=self.published.etag if self.published else None)
            if found is None:
                return
            if self._fetch(found.manifest):
                self.hold(found)
                return
        raise RuntimeError("the index stands on objects that are not there")

    def hold(self, published: Published) -> None:
        """The folder's files are those of `published`: open them, let go of the others."""
        manifest = published.manifest
        fresh = self.folder / f"{META}.new"
        fresh.write_text(manifest.meta)
        fresh.replace(self.folder / META)
        if self.engine and self.published and self.published.manifest.home == manifest.home:
            self.engine.reload()
        else:
            self.engine = Engine(self.folder, manifest.language)
        self.published = published
        kept = {name for it in manifest.bundles.values() for name, _ in it.files} | {META}
        for path in self.folder.iterdir():
            if path.name not in kept and not path.name.startswith("."):
                path.unlink()

    def drop(self) -> None:
        """Let go of everything."""
        self.engine, self.published = None, None
        shutil.rmtree(self.folder, ignore_errors=True)

    def _fetch(self, manifest: Manifest) -> bool:
        """Fetch what is missing, several at once; False when some of it is not there any more."""
        held = self.published.manifest.bundles if self.published else {}
        wanted = [
            (bundle, sum(it.size for it in bundle.chunks[:number]), chunk)
            for name, bundle in manifest.bundles.items()
            if held.get(name) != bundle
            for number, chunk in enumerate(bundle.chunks)
        ]
        for bundle, _, _ in wanted:  # never write into a file that a searcher has mapped
            for name, _ in bundle.files:
                (self.folder / name).unlink(missing_ok=True)
        fetches = [tenant_guard.bind_scope(partial(self._fetch_one, *it)) for it in wanted]
        return all(_AT_ONCE.map(lambda fetch: fetch(), fetches))

    def _fetch_one(self, bundle: Bundle, start: int, chunk: Chunk) -> bool:
        found = bucket.get(chunk.key)
        if found is None:
            return False
        if sha(found.data) != chunk.sha:
            raise RuntimeError(f"{chunk.key} is damaged")
        spread(self.folder, bundle.files, start, found.data)
        return True
