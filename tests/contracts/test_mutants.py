"""Every bug that is to be planted has a place to be planted in."""

import shlex
from collections import Counter

import pytest

from local.place import ROOT
from mutants.plant import Planted, planted

EVERY = planted()


def test_there_are_many_and_no_two_alike() -> None:
    assert len(EVERY) >= 50
    assert max(Counter(it.bug for it in EVERY).values()) == 1


@pytest.mark.parametrize("it", EVERY, ids=[it.bug for it in EVERY])
def test_a_planted_bug_has_its_place(it: Planted) -> None:
    assert (ROOT / it.file).read_text().count(it.old) == 1
    assert it.new != it.old
    words = shlex.split(it.tests)
    assert words[0].startswith("tests/"), "its tests are few, and named"
    for word in words:
        assert not word.startswith("tests/") or (ROOT / word).exists(), word
