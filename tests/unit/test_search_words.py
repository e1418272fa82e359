"""How a question is taken apart, and how near is near enough."""

import pytest

from sharewell.search.words import MOST_TOKENS, near, needed, tokens


def said(question: str) -> list[str]:
    """Tokens with their marks: a phrase in quotes, an unfinished word with dots."""
    return [
        f'"{it.text}"' if it.phrase else f"{it.text}…" if it.prefix else it.text
        for it in tokens(question)
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
def test_a_question_is_taken_as_it_is_meant(question: str, expected: list[str]) -> None:
    assert said(question) == expected


def test_an_endless_question_is_cut() -> None:
    assert len(tokens("word " * 200)) == MOST_TOKENS


def test_stop_words_need_not_be_there_and_phrases_must() -> None:
    assert [it.optional for it in tokens('the kiln "of the"')] == [True, False, False]


@pytest.mark.parametrize(("words", "least"), [(1, 1), (2, 2), (3, 3), (4, 3), (5, 4), (8, 6)])
def test_of_many_words_three_quarters_are_enough(words: int, least: int) -> None:
    assert needed(words) == least


@pytest.mark.parametrize("slip", ["glze", "glazee", "glqze", "galze", "laze", "glaz"])
def test_one_slip_is_near(slip: str) -> None:
    assert near(slip, "glaze")


@pytest.mark.parametrize("other", ["graves", "gla", "blaza", "azegl"])
def test_two_slips_are_not(other: str) -> None:
    assert not near(other, "glaze")


def test_a_slip_in_an_unfinished_word_is_near_to_how_it_begins() -> None:
    assert near("onbaor", "onboarding", prefix=True)
    assert not near("onbaor", "onboarding")
