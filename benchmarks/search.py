"""Measures searches, updates and restores of indexes of 1,000, 10,000 and 100,000 documents.

Run it with `python -m benchmarks.search [--quick] [sizes…]`. Documents are generated:
Zipf-distributed words of a generated vocabulary; a fifth are files of three pages. The bucket is
moto's, in this process, so restoring measures the engine and the checks, not the network. Nothing
is asserted.
"""

import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any, BinaryIO

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "layers/sharewell/python"), str(ROOT / "devtools")]

from local_stack.in_process import ENVIRONMENT  # noqa: E402  (the path comes first)

os.environ |= ENVIRONMENT

import boto3  # noqa: E402
from moto import mock_aws  # noqa: E402

from sharewell.aws import bucket, tenant_guard  # noqa: E402
from sharewell.core.ids import OrganisationId  # noqa: E402
from sharewell.search.model import Document, Part, SearchRequest  # noqa: E402
from sharewell.search.rebuild import LoadDocuments  # noqa: E402
from sharewell.search.store import IndexStore  # noqa: E402

SIZES = (1_000, 10_000, 100_000)
QUERIES = 200
COMMITS = 24
WORDS = 30_000
ACCESS = ["all", *(f"group:{number}" for number in range(0, 40, 3))]
NOW = datetime(2026, 3, 2, tzinfo=UTC)
SYLLABLES = [c + v for c in "bcdfghklmnprstvz" for v in ("a", "e", "i", "o", "u", "ai", "er", "on")]


class Words:
    """A generated vocabulary in which the n-th word occurs 1/n as often as the first."""

    def __init__(self, random_: random.Random) -> None:
        self._random = random_
        made: dict[str, None] = {}
        while len(made) < WORDS:
            made["".join(random_.choices(SYLLABLES, k=random_.choice((2, 2, 3, 3, 4))))] = None
        self.all = list(made)
        self._weights = list(accumulate(1 / rank for rank in range(1, WORDS + 1)))

    def text(self, count: int) -> str:
        """Returns `count` random words."""
        return " ".join(self._random.choices(self.all, cum_weights=self._weights, k=count))

    def rare(self) -> str:
        """Returns a word such as people search for: not one of the most frequent."""
        return self.all[int(self._random.paretovariate(0.35)) * 20 % WORDS]


def documents(random_: random.Random, words: Words, count: int) -> Iterator[tuple[str, Document]]:
    """Yields `count` notes, files and people, by ref."""
    for number in range(count):
        pages = 3 if number % 5 == 0 else 0
        special = "file" if pages else "note"
        ref = f"item:{number}"
        yield (
            ref,
            Document(
                ref=ref,
                kinds=["person"] if number % 20 == 19 else ["item", special],
                acl=["all"] if random_.random() < 0.7 else [f"group:{random_.randrange(40)}"],
                title=words.text(5),
                body=words.text(40 if pages else 150),
                channels=[f"channel-{int(random_.paretovariate(0.6)) % 50}"],
                author=f"member-{int(random_.paretovariate(0.5)) % 500}",
                tags=[f"department:{number % 9}", f"location:{number % 7}"],
                parts=[Part(page=page + 1, text=words.text(150)) for page in range(pages)],
                created=NOW - timedelta(hours=random_.random() * 20_000),
            ),
        )


def mistyped(random_: random.Random, word: str) -> str:
    """Returns the word with one typo."""
    at = random_.randrange(1, len(word) - 1)
    typos = (word[:at] + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :])
    return random_.choice(typos)


def queries(random_: random.Random, words: Words) -> dict[str, list[str]]:
    """Returns queries by kind."""

    def long() -> str:
        return next(word for word in iter(words.rare, None) if len(word) > 5)

    kinds: dict[str, Callable[[], str]] = {
        "one word": lambda: words.rare() + " ",
        "two words": lambda: f"{words.rare()} {words.text(1)} ",
        "as typed": lambda: words.rare()[: random_.choice((2, 3, 4))],
        "one typo": lambda: mistyped(random_, long()) + " ",
        "phrase": lambda: f'"{words.text(2)}"',
    }
    return {kind: [make() for _ in range(QUERIES)] for kind, make in kinds.items()}


def timed(work: Callable[[], object]) -> float:
    """Runs `work` and returns its milliseconds."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def percentiles(taken: list[float]) -> str:
    """Returns p50 and p95 as text."""
    ordered = sorted(taken)
    return f"{statistics.median(ordered):.1f} / {ordered[int(len(ordered) * 0.95)]:.1f}"


def measure_commits(
    store: IndexStore, organisation: OrganisationId, words: Words
) -> tuple[list[int], list[float], int]:
    """Returns bytes and milliseconds of publishing one note each, and the maximum of PUTs."""
    uploaded: list[int] = []
    taken: list[float] = []
    sent: list[int] = []
    put = bucket.put

    def counted(key: str, data: bytes | BinaryIO, *more: str, **conditions: Any) -> str:
        sent.append(len(data) if isinstance(data, bytes) else 0)
        return put(key, data, *more, **conditions)

    most = 0
    bucket.put = counted
    try:
        for number in range(COMMITS + 1):
            _, note = next(documents(random.Random(number), words, 1))
            note = note.model_copy(update={"ref": f"item:new-{number}", "parts": []})
            sent.clear()
            state: LoadDocuments = partial(_load_documents, note)
            took = timed(partial(store.apply_changes, organisation, [note.ref], state))
            if number:  # the first update restores the index
                uploaded.append(sum(sent))
                taken.append(took)
                most = max(most, len(sent))
    finally:
        bucket.put = put
    return uploaded, taken, most


def _load_documents(note: Document, refs: Sequence[str]) -> list[tuple[str, Document | None]]:
    return [(ref, note) for ref in refs]


def measure(count: int, folder: Path) -> list[tuple[str, str]]:
    """Returns the table's lines for one size; writes the indexes into `folder`."""
    random_ = random.Random(7)
    words = Words(random_)
    organisation = OrganisationId(f"{count}")
    store = IndexStore(folder / "writer")
    lines = []
    build = timed(
        lambda: store.rebuild(organisation, lambda: documents(random_, words, count), lambda _: [])
    )
    lines.append(("build, s", f"{build / 1000:.1f}"))
    lines.append(("index, MB", f"{store.size(organisation) / 1e6:.1f}"))
    reader = IndexStore(folder / "reader")
    restore = timed(lambda: reader.search(organisation, SearchRequest(text="x"), ACCESS))
    lines.append(("cold restore and first query, ms", f"{restore:.0f}"))
    for kind, texts in queries(random_, words).items():
        taken = [
            timed(partial(reader.search, organisation, SearchRequest(text=it), ACCESS))
            for it in texts
        ]
        lines.append((f"query: {kind}, ms p50 / p95", percentiles(taken)))
    typed = [words.rare()[: random_.choice((1, 2, 3))] for _ in range(QUERIES)]
    taken = [timed(partial(reader.suggest, organisation, it, ACCESS)) for it in typed]
    lines.append(("suggestions, ms p50 / p95", percentiles(taken)))
    uploaded, took, most = measure_commits(store, organisation, words)
    lines.append(
        (
            "bytes uploaded per commit, p50 / mean",
            f"{statistics.median(uploaded):,.0f} / {statistics.mean(uploaded):,.0f}",
        )
    )
    lines.append(("maximum PUTs per commit", str(most)))
    lines.append(("apply and publish, ms p50 / p95", percentiles(took)))
    fresh = timed(reader._readers[organisation][0].refresh)  # noqa: SLF001
    lines.append(("reader refresh, ms", f"{fresh:.0f}"))
    return lines


def main() -> None:
    """Prints the table."""
    defaults = list(SIZES[:1]) if "--quick" in sys.argv else list(SIZES)
    sizes = [int(it) for it in sys.argv[1:] if it.isdigit()] or defaults
    unscoped = tenant_guard.unscoped("an index is measured")
    with unscoped, mock_aws(), tempfile.TemporaryDirectory(prefix="bench-") as folder:
        boto3.client("s3").create_bucket(
            Bucket=ENVIRONMENT["BUCKET_NAME"],
            CreateBucketConfiguration={"LocationConstraint": "eu-west-1"},
        )
        columns = [dict(measure(size, Path(folder, str(size)))) for size in sizes]
    print(f"| | {' | '.join(f'{it:,}' for it in sizes)} |")
    print(f"|---|{'---:|' * len(sizes)}")
    for name in columns[0]:
        print(f"| {name} | {' | '.join(column[name] for column in columns)} |")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nPeak memory of the whole run: {peak:,.0f} MB (including the bucket).")


if __name__ == "__main__":
    main()
