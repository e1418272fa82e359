"""A signature verifies for its purpose and parts alone."""

from dataclasses import replace
from itertools import permutations
from unittest.mock import patch

import pytest

from sharewell.core import signing
from sharewell.core.config import settings
from sharewell.core.signing import SIGNATURE_BYTES, Purpose, sign, verify


@pytest.mark.parametrize("purpose", list(Purpose))
def test_signature_verifies_the_parts_it_was_made_of(purpose: Purpose) -> None:
    signature = sign(purpose, "a", "b")
    assert verify(purpose, signature, "a", "b")
    assert len(bytes.fromhex(signature)) == SIGNATURE_BYTES


@pytest.mark.parametrize(("purpose", "other"), list(permutations(Purpose, 2)))
def test_signature_for_one_purpose_verifies_for_no_other(purpose: Purpose, other: Purpose) -> None:
    assert not verify(other, sign(purpose, "a", "b"), "a", "b")


@pytest.mark.parametrize(
    "parts", [("b", "a"), ("a",), ("a", "b", ""), ("ab",), ("a\nb",), ('a", "b',), ("a", "b\n")]
)
def test_signature_verifies_no_other_parts(parts: tuple[str, ...]) -> None:
    signature = sign(Purpose.CURSOR, "a", "b")
    assert not verify(Purpose.CURSOR, signature, *parts)
    assert signature != sign(Purpose.CURSOR, *parts)


def test_altered_truncated_or_empty_signature_is_rejected() -> None:
    signature = sign(Purpose.CURSOR, "a")
    for wrong in (signature[:-1], signature + "0", signature.upper(), "", "é", "0" * 32):
        assert not verify(Purpose.CURSOR, wrong, "a")


def test_signature_of_another_secret_is_rejected() -> None:
    signature = sign(Purpose.CURSOR, "a")
    with patch.object(signing, "settings", replace(settings, signing_secret="another")):
        assert not verify(Purpose.CURSOR, signature, "a")
