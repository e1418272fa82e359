"""Parsing a pasted list of people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.members.model import InvitationOutcome, build_report, parse_entries


def addresses(people: str) -> list[str | None]:
    return [entry.email for entry in parse_entries(people)]


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
def test_pasted_list_accepts_names_addresses_and_csv(people: str) -> None:
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
def test_undeliverable_address_is_reported(word: str) -> None:
    [entry] = parse_entries(f"Somebody <{word}>")

    assert (entry.line, entry.email) == (1, None)


def test_line_without_address_is_reported_unless_a_heading() -> None:
    assert [
        entry.line for entry in parse_entries("address\nnobody here\n\nana@kettle.example")
    ] == [2, 4]


def test_each_line_is_reported_once() -> None:
    read = parse_entries("ana@kettle.example\nANA@kettle.example\n?\nbo@kettle.example")
    report = build_report(
        read,
        {
            "ana@kettle.example": InvitationOutcome.INVITED,
            "bo@kettle.example": InvitationOutcome.MEMBER,
        },
    )

    assert [line.outcome for line in report.lines] == [
        InvitationOutcome.INVITED,
        InvitationOutcome.DUPLICATE,
        InvitationOutcome.UNREADABLE,
        InvitationOutcome.MEMBER,
    ]
    assert report.invited == 1


@given(st.text(max_size=300))
def test_any_text_is_parsed_without_error(people: str) -> None:
    for entry in parse_entries(people):
        assert 1 <= entry.line <= len(people.splitlines())
        assert entry.email is None or entry.email == entry.email.lower()
