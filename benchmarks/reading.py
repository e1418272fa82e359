"""Measures how long reading a file of each kind takes, and the size of the layer.

`python -m benchmarks.reading [--quick]` from the checkout, in its environment.
"""

import statistics
import sys
import tempfile
import time
from importlib.metadata import distribution
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "layers/sharewell/python"), str(ROOT / "tests")]

from files import make  # noqa: E402
from sharewell.file_reader import read  # noqa: E402

REPETITIONS = 5


def large() -> dict[str, bytes]:
    """Returns a large file of each kind that people share large files of, by name."""
    pages = [f"{make.PROSE} {n}" for n in range(500)]
    return {
        "500 pages.pdf": make.pdf(pages),
        "500 pages.docx": make.word(pages),
        "100 slides.pptx": make.deck([(f"Slide {n}", make.PROSE, "say it") for n in range(100)]),
        "100,000 cells.xlsx": make.book({"Big": [[n, *"abcdefghi"] for n in range(10_000)]}),
        "1 MB.html": b"<p>" + f"{make.PROSE}<p>".encode() * 11_000,
        "1 MB.md": f"## Part\n\n{make.PROSE}\n\n".encode() * 10_000,
        "1 MB.txt": f"{make.PROSE}\n".encode() * 11_000,
        "1 MB.csv": b"name,role,place\n" * 60_000,
        "3 hours.vtt": make.captions(3_000, every=4),
        "24 megapixels.jpg": make.picture("JPEG", (6_000, 4_000)),
        "24 megapixels.png": make.picture("PNG", (6_000, 4_000)),
    }


def main() -> None:
    """Prints the table."""
    repetitions = 1 if "--quick" in sys.argv else REPETITIONS
    print("| file | bytes | median, ms | pages |")
    print("|---|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for name, content in {**make.all_kinds(), **large()}.items():
            path = Path(folder, "content")
            path.write_bytes(content)
            times = []
            for _ in range(repetitions):
                started = time.perf_counter()
                reading = read(path, name)
                times.append((time.perf_counter() - started) * 1_000)
            pages = len(reading.pages)
            median = statistics.median(times)
            print(f"| {name} | {len(content):,} | {median:.0f} | {pages} |", flush=True)
    print(f"\nThe layer on this machine: {layer_size() / 1_000_000:.1f} MB, without bytecode.")


def layer_size() -> int:
    """Returns the bytes of all files of the libraries that the layer pins."""
    pins = (ROOT / "layers/reading/requirements.txt").read_text().splitlines()
    names = [pin.split("==")[0] for pin in pins if "==" in pin]
    files = [file for name in names for file in distribution(name).files or []]
    paths = [Path(file.locate()) for file in files if file.suffix != ".pyc"]
    return sum(path.stat().st_size for path in paths if path.is_file())


if __name__ == "__main__":
    main()
