"""Every bug that is to be planted has a place to be planted in."""

import shlex
from collections import Counter

from local.place import ROOT
from mutants.plant import planted

EVERY = planted()


def test_there_are_many_and_no_two_alike() -> None:
    assert len(EVERY) >= 50
    assert max(Counter(it.bug for it in EVERY).values()) == 1


def test_a_planted_bug_has_its_place() -> None:
    for it in EVERY:
        assert (ROOT / it.file).read_text().count(it.old) == 1, it.bug
        assert it.new != it.old, it.bug


def test_its_tests_are_few_and_named() -> None:
    for it in EVERY:
        words = shlex.split(it.tests)
        assert words[0].startswith("tests/"), it.bug
        for word in words:
            assert not word.startswith("tests/") or (ROOT / word).exists(), (it.bug, word)
