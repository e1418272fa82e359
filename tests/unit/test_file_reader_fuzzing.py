"""Reading a file with mutated bytes ends with a result or a refusal."""

import json
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from files import make
from sharewell.file_reader import Limits, child, read, service

KINDS = make.all_kinds()
SAFE = sorted(set(KINDS) - {"plan.pdf", "plan.xlsx"})
"""Kinds whose libraries raise on failure; the others may crash their process."""

_CUTS = st.lists(
    st.tuples(st.floats(0, 1), st.sampled_from(["flip", "drop", "duplicate"]), st.integers(0, 255)),
    min_size=1,
    max_size=8,
)


def _mutated(content: bytes, cuts: list[tuple[float, str, int]]) -> bytes:
    """Returns the content with some bytes changed, removed or repeated."""
    for where, how, value in cuts:
        at = int(where * len(content))
        new = {"flip": bytes([value]), "drop": b"", "duplicate": content[at : at + value] * 2}[how]
        content = content[:at] + new + content[at + (1 if how == "flip" else value) :]
    return content


@settings(max_examples=120, deadline=5_000, suppress_health_check=list(HealthCheck))
@given(name=st.sampled_from(SAFE), cuts=_CUTS)
def test_mutated_file_is_read_or_refused(name: str, cuts: list[tuple[float, str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "content")
        path.write_bytes(_mutated(KINDS[name], cuts))
        order = {"path": str(path), "name": name, "claimed": None, "size": None}
        told = json.loads(json.dumps(list(child._report_lines(order, Limits()))))
        reading = service._validated_reading(told, None)
    assert all(page.text for page in reading.pages)
    assert reading.type != "application/octet-stream" or reading.refusal


@settings(max_examples=12, deadline=10_000, suppress_health_check=list(HealthCheck))
@given(name=st.sampled_from(["plan.pdf", "plan.xlsx"]), cuts=_CUTS)
def test_reader_survives_mutated_pdf_and_sheet(
    name: str, cuts: list[tuple[float, str, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "content")
        path.write_bytes(_mutated(KINDS[name], cuts))
        reading = read(path, name, None, Limits(seconds=10))
    assert all(page.text for page in reading.pages)
    assert reading.type != "application/octet-stream" or reading.refusal
