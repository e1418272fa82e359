"""The records of decisions in docs/adr are numbered, complete and listed in their index."""

import re
from pathlib import Path

import pytest

from local_stack.templates import ROOT

FOLDER = ROOT / "docs/adr"
SECTIONS = ["Status", "Context", "Decision", "Consequences", "Alternatives considered"]
RECORDS = sorted(FOLDER.glob("[0-9]*.md"))
INDEX = (FOLDER / "README.md").read_text()
STATUS = re.compile(
    r"(?P<accepted>Accepted), \d{4}-\d\d-\d\d\."
    r"|Superseded by (?P<by>\[ADR-\d{4}\][^,]*), \d{4}-\d\d-\d\d\."
)


def title_of(record: Path) -> str:
    first, _, _ = record.read_text().partition("\n")
    return first.partition(": ")[2]


def sections_of(record: Path) -> dict[str, str]:
    parts = re.split(r"^## (.+)\n", record.read_text(), flags=re.MULTILINE)[1:]
    return {name: text.strip() for name, text in zip(parts[::2], parts[1::2], strict=True)}


def status_of(record: Path) -> str:
    """Returns the status as the index has it."""
    found = STATUS.match(" ".join(sections_of(record)["Status"].split()))
    assert found, record.name
    if found["accepted"]:
        return "accepted"
    return "superseded by " + " and ".join(re.findall(r"\[(ADR-\d{4})\]", found["by"]))


def test_numbers_are_unique_and_gapless() -> None:
    numbers = [int(it.name[:4]) for it in RECORDS]

    assert numbers == list(range(1, len(RECORDS) + 1))


@pytest.mark.parametrize("record", RECORDS, ids=lambda it: it.name[:4])
def test_record_has_its_number_and_all_sections(record: Path) -> None:
    sections = sections_of(record)

    assert re.fullmatch(r"\d{4}(-[a-z0-9]+)+\.md", record.name)
    assert record.read_text().startswith(f"# ADR-{record.name[:4]}: ")
    assert list(sections) == SECTIONS
    assert [name for name, text in sections.items() if not text] == []


def test_index_lists_every_record_with_title_and_status() -> None:
    rows = [f"| [{it.name[:4]}]({it.name}) | {title_of(it)} | {status_of(it)} |" for it in RECORDS]

    assert re.findall(r"^\| \[.*$", INDEX, re.MULTILINE) == rows


@pytest.mark.parametrize("record", [FOLDER / "README.md", *RECORDS], ids=lambda it: it.name[:4])
def test_links_lead_to_the_record_that_they_name(record: Path) -> None:
    text = re.sub(r"`[^`\n]+`", "", record.read_text())
    links = re.findall(r"\[([^\]]+)\]\(([^)]+)\)", text)

    assert [path for _, path in links if not (FOLDER / path).is_file()] == []
    names = [(name.removeprefix("ADR-"), path) for name, path in links if "/" not in path]
    assert [path for number, path in names if path[:4] != number] == []
