"""Each planted bug names code and tests that exist."""

import re
import shlex
from collections import Counter

import pytest

from local_stack.workspace import ROOT
from mutants.plant import planted

EVERY = planted()
OPERATORS = {"and", "or", "not"}


def test_planted_bugs_are_many_and_distinct() -> None:
    assert len(EVERY) >= 50
    assert max(Counter(it.bug for it in EVERY).values()) == 1


def test_planted_bug_applies_to_one_place() -> None:
    for it in EVERY:
        assert (ROOT / it.file).read_text().count(it.old) == 1, it.bug
        assert it.new != it.old, it.bug


def test_planted_bug_names_existing_tests() -> None:
    for it in EVERY:
        words = shlex.split(it.tests)
        assert words[0].startswith("tests/"), it.bug
        for word in words:
            assert not word.startswith("tests/") or (ROOT / word).exists(), (it.bug, word)


@pytest.mark.parametrize("option", ["-k", "--workflows"])
def test_selection_of_a_planted_bug_names_something(option: str) -> None:
    """A renamed test would leave a selection empty, and nothing would catch the bug."""
    texts = {path: path.read_text().lower() for path in (ROOT / "tests").rglob("*.py")}
    # Many tests are generated from the views and named like them.
    views = "\n".join(path.read_text() for path in (ROOT / "functions/routes").glob("*.py"))
    for it in EVERY:
        words = shlex.split(it.tests)
        if option not in words:
            continue
        folders = {ROOT / word if "." not in word else (ROOT / word).parent
                   for word in words if word.startswith("tests/")}  # fmt: skip
        near = "\n".join([views, *(text for at, text in texts.items() if folders & {*at.parents})])
        for word in set(re.findall(r"\w+", words[words.index(option) + 1])) - OPERATORS:
            assert word.lower() in near, (it.bug, word)
