"""A local replica of an organisation's index that follows the manifest in the bucket."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from pathlib import Path

from sharewell.aws import bucket, tenant_guard
from sharewell.core.ids import OrganisationId
from sharewell.core.values import Value
from sharewell.search.bundle import (
    META,
    Bundle,
    Chunk,
    committed_files,
    file_sizes,
    read_chunks,
    sha256_hex,
    write_chunk,
)
from sharewell.search.engine import Engine

ATTEMPTS = 20
"""Attempts of a writer after lost races, and of a reader after missing objects."""
_POOL = ThreadPoolExecutor(max_workers=8)


class RebuildState(Value):
    """A running rebuild under `home`, and the refs changed since it started, in order."""

    home: str
    since: datetime
    changed: list[str] = []


class Manifest(Value):
    """The current files of the index: the only object that changes, by compare-and-swap."""

    fields: int
    language: str
    home: str
    commit: int
    meta: str
    bundles: dict[str, Bundle]
    rebuilding: RebuildState | None = None

    def with_rebuild(self, rebuilding: RebuildState) -> "Manifest":
        """Returns the same manifest with a running rebuild."""
        return self.model_copy(update={"rebuilding": rebuilding})

    @property
    def size(self) -> int:
        """Returns the bytes of all files."""
        return sum(it.size for it in self.bundles.values())

    @property
    def keys(self) -> set[str]:
        """Returns the keys of all objects it refers to."""
        return {chunk.key for it in self.bundles.values() for chunk in it.chunks}


class PublishedManifest(Value):
    """A manifest and the ETag under which it was read."""

    manifest: Manifest
    etag: str


def index_prefix(organisation: OrganisationId) -> str:
    """Returns the key prefix of all objects of an organisation's index."""
    return f"index/{organisation}/"


def read_manifest(
    organisation: OrganisationId, *, unless: str | None = None
) -> PublishedManifest | None:
    """Returns the published manifest; None if absent or if its ETag is still `unless`."""
    found = bucket.get(f"{index_prefix(organisation)}manifest.json", if_none_match=unless)
    if found is None:
        return None
    return PublishedManifest(manifest=Manifest.model_validate_json(found.data), etag=found.etag)


def publish_manifest(
    organisation: OrganisationId, manifest: Manifest, after: PublishedManifest | None
) -> PublishedManifest:
    """Replaces the manifest `after` by compare-and-swap.

    Raises Conflict if another writer has replaced it.
    """
    etag = bucket.put(
        f"{index_prefix(organisation)}manifest.json",
        manifest.model_dump_json().encode(),
        "application/json",
        if_match=after.etag if after else None,
        if_absent=after is None,
    )
    return PublishedManifest(manifest=manifest, etag=etag)


def upload_segments(
    organisation: OrganisationId, home: str, attempt: str, folder: Path, known: dict[str, Bundle]
) -> tuple[str, dict[str, Bundle]]:
    """Uploads the new bundles of an index's folder; returns meta.json and all bundles.

    No two attempts share a key, so the objects of a lost attempt can be deleted at any time.
    """
    meta, committed = committed_files(folder)
    bundles = {}
    for name, files in committed.items():
        if name not in known:
            chunks = []
            for data in read_chunks(folder, files):
                digest = sha256_hex(data)
                key = f"{index_prefix(organisation)}{home}/{name}-{attempt}-{digest[:32]}"
                bucket.put(key, data)
                chunks.append(Chunk(key=key, sha=digest, size=len(data)))
            bundles[name] = Bundle(files=file_sizes(folder, files), chunks=chunks)
        else:
            bundles[name] = known[name]
    return meta, bundles


class Replica:
    """One index in one folder. `published` is the manifest of the folder's files."""

    def __init__(self, organisation: OrganisationId, folder: Path) -> None:
        self.organisation = organisation
        self.folder = folder
        self.published: PublishedManifest | None = None
        self.engine: Engine | None = None
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

    @property
    def size(self) -> int:
        """Returns the bytes on disk."""
        return self.published.manifest.size if self.published else 0

    def refresh(self) -> None:
        """Downloads and opens the published index; reads the manifest again if objects are missing.

        Raises RuntimeError if objects are still missing after all attempts.
        """
        for _ in range(ATTEMPTS):
            found = read_manifest(
                self.organisation, unless=self.published.etag if self.published else None
            )
            if found is None:
                return
            if self._fetch(found.manifest):
                self.open(found)
                return
        raise RuntimeError("the index refers to objects that do not exist")

    def open(self, published: PublishedManifest) -> None:
        """Opens the folder's files as `published`, and deletes all files it does not name."""
        manifest = published.manifest
        fresh = self.folder / f"{META}.new"
        fresh.write_text(manifest.meta)
        fresh.replace(self.folder / META)
        if self.engine and self.published and self.published.manifest.home == manifest.home:
            self.engine.reload()
        else:
            self.engine = Engine(self.folder, manifest.language)
        self.published = published
        named = {name for it in manifest.bundles.values() for name, _ in it.files} | {META}
        for path in self.folder.iterdir():
            if path.name not in named and not path.name.startswith("."):
                path.unlink()

    def close(self) -> None:
        """Closes the index and deletes its folder."""
        self.engine, self.published = None, None
        shutil.rmtree(self.folder, ignore_errors=True)

    def _fetch(self, manifest: Manifest) -> bool:
        """Downloads missing chunks concurrently; returns False if any no longer exists."""
        present = self.published.manifest.bundles if self.published else {}
        wanted = [
            (bundle, sum(it.size for it in bundle.chunks[:number]), chunk)
            for name, bundle in manifest.bundles.items()
            if present.get(name) != bundle
            for number, chunk in enumerate(bundle.chunks)
        ]
        for bundle, _, _ in wanted:  # never write into a file that a searcher has mapped
            for name, _ in bundle.files:
                (self.folder / name).unlink(missing_ok=True)
        fetches = [tenant_guard.bind_scope(partial(self._fetch_one, *it)) for it in wanted]
        return all(_POOL.map(lambda fetch: fetch(), fetches))

    def _fetch_one(self, bundle: Bundle, start: int, chunk: Chunk) -> bool:
        found = bucket.get(chunk.key)
        if found is None:
            return False
        if sha256_hex(found.data) != chunk.sha:
            raise RuntimeError(f"{chunk.key} is damaged")
        write_chunk(self.folder, bundle.files, start, found.data)
        return True
