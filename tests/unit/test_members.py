"""What a pasted list of people means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.members.model import Outcome, entries, report


def addresses(people: str) -> list[str | None]:
    return [entry.address for entry in entries(people)]


@pytest.mark.parametrize(
    "people",
    [
        "ana@kettle.example\nbo@kettle.example",
        "ana@kettle.example, bo@kettle.example",
        "Ana Lima <ana@kettle.example>; Bo Ek <bo@kettle.example>",
        '"Lima, Ana" <Ana@Kettle.example>,\r\n"Ek, Bo" <bo@kettle.example>',
        "Name,E-Mail\nAna Lima,ana@kettle.example\nBo Ek,bo@kettle.example",
        "Email address;Department\nana@kettle.example;Sales\n\nbo@kettle.example;Finance",
        "  mailto:ana@kettle.example.\n\t'bo@kettle.example'",
    ],
)
def test_names_addresses_and_csv_are_all_read(people: str) -> None:
    assert addresses(people) == ["ana@kettle.example", "bo@kettle.example"]


@pytest.mark.parametrize(
    "word",
    [
        "ana@kettle",
        "@kettle.example",
        "ana@@kettle.example",
        "ana@-kettle.example",
        "ana..lima@kettle.example",
        "ünal@kettle.example",
        "a" * 250 + "@kettle.example",
    ],
)
def test_what_no_mail_can_reach_is_said_and_not_guessed(word: str) -> None:
    [entry] = entries(f"Somebody <{word}>")

    assert (entry.line, entry.address) == (1, None)


def test_a_line_without_an_address_is_said_but_a_heading_is_not() -> None:
    assert [entry.line for entry in entries("address\nnobody here\n\nana@kettle.example")] == [2, 4]


def test_each_line_says_what_became_of_it_once() -> None:
    read = entries("ana@kettle.example\nANA@kettle.example\n?\nbo@kettle.example")
    said = report(
        read,
        {"ana@kettle.example": Outcome.INVITED, "bo@kettle.example": Outcome.MEMBER},
    )

    assert [line.outcome for line in said.lines] == [
        Outcome.INVITED,
        Outcome.TWICE,
        Outcome.UNREADABLE,
        Outcome.MEMBER,
    ]
    assert said.invited == 1


@given(st.text(max_size=300))
def test_any_text_is_a_list(people: str) -> None:
    for entry in entries(people):
        assert 1 <= entry.line <= len(people.splitlines())
        assert entry.address is None or entry.address == entry.address.lower()
