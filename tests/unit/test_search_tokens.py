"""Tokens of a search text, and tolerance for typos."""

import pytest

from sharewell.search.tokens import MAX_TOKENS, is_one_edit_away, required_matches, tokenize


def token_texts(question: str) -> list[str]:
    """Returns tokens with marks: a phrase in quotes, an unfinished word with an ellipsis."""
    return [
        f'"{it.text}"' if it.is_phrase else f"{it.text}…" if it.is_prefix else it.text
        for it in tokenize(question)
    ]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("kiln", ["kiln…"]),
        ("kiln ", ["kiln"]),
        ("kiln glaze", ["kiln", "glaze…"]),
        ('"kiln log" glaze', ['"kiln log"', "glaze…"]),
        ("“kiln log”", ['"kiln log"']),
        ('glaze "kiln lo', ["glaze", "kiln", "lo…"]),
        ("C++ and C#", ["C++", "and", "C#…"]),
        ("e-mail,phone/fax", ["e-mail", "phone", "fax…"]),
        ("(kiln) AND NOT acl:group", ["kiln", "AND", "NOT", "acl", "group…"]),
        ("*", []),
        ("  ", []),
        ('""', []),
        ("🙂", []),
    ],
)
def test_search_text_is_tokenized(question: str, expected: list[str]) -> None:
    assert token_texts(question) == expected


def test_long_search_text_is_truncated() -> None:
    assert len(tokenize("word " * 200)) == MAX_TOKENS


def test_stop_words_are_optional_and_phrases_required() -> None:
    assert [it.is_optional for it in tokenize('the kiln "of the"')] == [True, False, False]


@pytest.mark.parametrize(("words", "least"), [(1, 1), (2, 2), (3, 3), (4, 3), (5, 4), (8, 6)])
def test_three_quarters_of_many_words_are_required(words: int, least: int) -> None:
    assert required_matches(words) == least


@pytest.mark.parametrize("slip", ["glze", "glazee", "glqze", "galze", "laze", "glaz"])
def test_one_edit_matches(slip: str) -> None:
    assert is_one_edit_away(slip, "glaze")


@pytest.mark.parametrize("other", ["graves", "gla", "blaza", "azegl"])
def test_two_edits_do_not_match(other: str) -> None:
    assert not is_one_edit_away(other, "glaze")


def test_one_edit_in_unfinished_word_matches_its_prefix() -> None:
    assert is_one_edit_away("onbaor", "onboarding", prefix=True)
    assert not is_one_edit_away("onbaor", "onboarding")
