"""What backup commands refuse: unconfirmed wipes, foreign pools and damaged exports."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from backup.archive import DamagedError, Reading
from backup.deployed import Deployed
from backup.export import RefusedError, export
from backup.wipe import wipe
from conftest import Crew
from services.deployed import bring_back, held, in_memory


@pytest.fixture
def deployed(crew: Crew) -> Deployed:
    """Returns a deployment of two organisations with one file."""
    return in_memory()


@pytest.fixture
def kettle(crew: Crew, deployed: Deployed) -> str:
    """Returns the id of the organisation that has the file."""
    id = str(crew.ada.get("/api/me").body["current"]["organisation"])
    key, type = f"thumbs/{id}/a/b.webp", "image/webp"
    deployed.s3.put_object(Bucket=deployed.bucket, Key=key, Body=b"webp" * 2000, ContentType=type)
    return id


def test_wipe_requires_the_name_of_the_organisation(kettle: str, deployed: Deployed) -> None:
    before = held(deployed)

    with pytest.raises(RefusedError, match='set CONFIRM="Kettle Works"'):
        wipe(deployed, kettle, "yes")
    with pytest.raises(RefusedError, match="no organisation"):
        wipe(deployed, "01ARZ3NDEKTSV4RRFFQ69G5FAV", "Kettle Works")
    assert held(deployed) == before


def test_export_of_another_user_pool_is_refused(
    kettle: str, deployed: Deployed, tmp_path: Path
) -> None:
    file = tmp_path / "kettle.zip"
    export(deployed, kettle, file)
    _rewrite(file, "manifest.json", lambda it: it.replace(deployed.pool.encode(), b"eu_other"))

    with pytest.raises(RefusedError, match="none of them could sign in"):
        bring_back(deployed, file)


@pytest.mark.parametrize(
    ("entry", "damage", "problem"),
    [
        ("rows.jsonl", lambda it: it.replace(b"Ada", b"Eve"), "rows.jsonl differs"),
        ("rows.jsonl", lambda it: it.split(b"\n", 1)[1], "rows.jsonl differs"),
        ("objects.jsonl", lambda it: it.replace(b"webp", b"html"), "objects.jsonl differs"),
        ("objects/0", lambda it: it + b".", "differs from its checksum"),
        ("manifest.json", lambda it: it.replace(b'"format": 1', b'"format": 2'), "has format 2"),
        ("manifest.json", lambda it: it[:40], "is not a complete export"),
        ("manifest.json", lambda it: it.replace(b'"rows": ', b'"rows": 1'), "are missing"),
    ],
)  # fmt: skip
def test_damaged_export_is_refused_before_any_write(
    kettle: str, deployed: Deployed, tmp_path: Path, entry: str, damage: Any, problem: str
) -> None:
    file = tmp_path / "kettle.zip"
    export(deployed, kettle, file)
    _rewrite(file, entry, damage)
    wipe(deployed, kettle, "Kettle Works")
    before = held(deployed)

    with pytest.raises(DamagedError, match=problem):
        bring_back(deployed, file)
    assert held(deployed) == before


def test_truncated_or_corrupt_export_is_refused(
    kettle: str, deployed: Deployed, tmp_path: Path
) -> None:
    file = tmp_path / "kettle.zip"
    export(deployed, kettle, file)
    whole = file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0, "an export is for the operator alone"

    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DamagedError, match="is not a complete export"):
        Reading(file)
    middle = len(whole) // 3
    file.write_bytes(whole[:middle] + bytes(200) + whole[middle + 200 :])
    with pytest.raises(DamagedError, match="damaged"), Reading(file) as reading:
        reading.verify()


def test_export_does_not_overwrite_a_file(kettle: str, deployed: Deployed, tmp_path: Path) -> None:
    file = tmp_path / "kettle.zip"
    file.write_text("last year's")

    with pytest.raises(RefusedError, match="exists already"):
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


def test_rows_have_an_owner_without_function_settings() -> None:
    """An operator's shell has no settings of a function."""
    program = (
        "import os; from backup.ownership import owner, organisation_key; was = dict(os.environ);"
        "print(owner(organisation_key('ours'))); assert dict(os.environ) == was"
    )
    paths = os.pathsep.join(it for it in sys.path if it)
    result = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )

    assert result.stdout.strip() == "ours"
