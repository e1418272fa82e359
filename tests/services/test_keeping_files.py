"""What an operator is refused, and the files that are refused them."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from conftest import Crew
from keeping.archive import DamagedError, Reading
from keeping.deployed import Deployed
from keeping.export import RefusedError, export
from keeping.wipe import wipe
from services.deployed import bring_back, held, in_memory


@pytest.fixture
def deployed(crew: Crew) -> Deployed:
    """Two organisations, and one file."""
    return in_memory()


@pytest.fixture
def kettle(crew: Crew, deployed: Deployed) -> str:
    """The id of one of them, which has the file."""
    id = str(crew.ada.get("/api/me").body["current"]["organisation"])
    key, type = f"thumbs/{id}/a/b.webp", "image/webp"
    deployed.s3.put_object(Bucket=deployed.bucket, Key=key, Body=b"webp" * 2000, ContentType=type)
    return id


def test_nothing_is_wiped_before_its_name_is_said(kettle: str, deployed: Deployed) -> None:
    before = held(deployed)

    with pytest.raises(RefusedError, match='say CONFIRM="Kettle Works"'):
        wipe(deployed, kettle, "yes")
    with pytest.raises(RefusedError, match="there is no organisation"):
        wipe(deployed, "01ARZ3NDEKTSV4RRFFQ69G5FAV", "Kettle Works")
    assert held(deployed) == before


def test_the_people_of_another_pool_are_not_brought_in(
    kettle: str, deployed: Deployed, tmp_path: Path
) -> None:
    file = tmp_path / "kettle.zip"
    export(deployed, kettle, file)
    _rewrite(file, "manifest.json", lambda it: it.replace(deployed.pool.encode(), b"eu_other"))

    with pytest.raises(RefusedError, match="none of them could come in"):
        bring_back(deployed, file)


@pytest.mark.parametrize(
    ("entry", "damage", "said"),
    [
        ("rows.jsonl", lambda it: it.replace(b"Ada", b"Eve"), "rows.jsonl is not what was"),
        ("rows.jsonl", lambda it: it.split(b"\n", 1)[1], "rows.jsonl is not what was"),
        ("objects.jsonl", lambda it: it.replace(b"webp", b"html"), "objects.jsonl is not what was"),
        ("objects/0", lambda it: it + b".", "is not what was exported"),
        ("manifest.json", lambda it: it.replace(b'"format": 1', b'"format": 2'), "of format 2"),
        ("manifest.json", lambda it: it[:40], "no export, or not whole"),
        ("manifest.json", lambda it: it.replace(b'"rows": ', b'"rows": 1'), "are missing"),
    ],
)  # fmt: skip
def test_a_damaged_export_is_refused_before_anything_is_written(
    kettle: str, deployed: Deployed, tmp_path: Path, entry: str, damage: Any, said: str
) -> None:
    file = tmp_path / "kettle.zip"
    export(deployed, kettle, file)
    _rewrite(file, entry, damage)
    wipe(deployed, kettle, "Kettle Works")
    before = held(deployed)

    with pytest.raises(DamagedError, match=said):
        bring_back(deployed, file)
    assert held(deployed) == before


def test_a_file_that_lost_bytes_is_refused(kettle: str, deployed: Deployed, tmp_path: Path) -> None:
    file = tmp_path / "kettle.zip"
    export(deployed, kettle, file)
    whole = file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0, "an export is for the operator alone"

    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DamagedError, match="no export, or not whole"):
        Reading(file)
    middle = len(whole) // 3
    file.write_bytes(whole[:middle] + bytes(200) + whole[middle + 200 :])
    with pytest.raises(DamagedError, match="damaged"), Reading(file) as reading:
        reading.verify()


def test_an_export_replaces_no_other(kettle: str, deployed: Deployed, tmp_path: Path) -> None:
    file = tmp_path / "kettle.zip"
    file.write_text("last year's")

    with pytest.raises(RefusedError, match="is there already"):
        export(deployed, kettle, file)
    assert file.read_text() == "last year's"


def _rewrite(file: Path, entry: str, change: Any) -> None:
    with ZipFile(file) as old:
        entries = {it.filename: old.read(it) for it in old.infolist()}
    changed = change(entries[entry])
    assert changed != entries[entry]
    with ZipFile(file, "w") as new:
        for name, data in (entries | {entry: changed}).items():
            new.writestr(name, data)


def test_rows_have_an_owner_where_no_setting_of_a_function_is_there() -> None:
    """An operator's shell has none of them."""
    program = (
        "import os; from keeping.ownership import owner, organisation_key; was = dict(os.environ);"
        "print(owner(organisation_key('ours'))); assert dict(os.environ) == was"
    )
    paths = os.pathsep.join(it for it in sys.path if it)
    said = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.strip() == "ours"
