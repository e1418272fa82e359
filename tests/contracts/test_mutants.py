"""Each planted bug names code and tests that exist."""

import shlex
from collections import Counter

from local_stack.workspace import ROOT
from mutants.plant import planted

EVERY = planted()


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
