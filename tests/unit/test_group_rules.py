"""Membership rules as values: which members they match and how they are described."""

import pytest
from pydantic import ValidationError

from sharewell.groups.rule import MemberFacts, Rule
from sharewell.members.pasted_list import parse_entries

SALES = {"field": "department", "among": ["Sales", "Service"]}
ULM = {"field": "location", "among": ["Ulm"]}
ADMIN = {"field": "role", "among": ["admin"]}


def rule(takes: object) -> Rule:
    return Rule.model_validate({"condition": takes})


@pytest.mark.parametrize(
    ("takes", "who", "fits"),
    [
        (SALES, MemberFacts(department="SERVICE "), True),
        (SALES, MemberFacts(department="Séles"), False),
        (SALES, MemberFacts(department="Sàles"), True),
        (SALES, MemberFacts(department="Sales", active=False), False),
        ({"all": [SALES, ULM]}, MemberFacts(department="Sales", location="Graz"), False),
        ({"any": [SALES, ULM]}, MemberFacts(department="Clay", location="ulm"), True),
        ({"none": [SALES, ULM]}, MemberFacts(department="Clay", location="Graz"), True),
        ({"none": [SALES, ULM]}, MemberFacts(department="Clay", location="Ulm"), False),
        ({"all": [SALES, {"none": [ADMIN]}]}, MemberFacts(department="Sales", role="admin"), False),
    ],
)
def test_rule_matches_member_facts(takes: object, who: MemberFacts, *, fits: bool) -> None:
    assert rule(takes).matches(who) is fits


def test_rule_describes_itself_in_words() -> None:
    text = rule({"all": [SALES, {"any": [ULM, {"none": [ADMIN]}]}]}).describe()

    assert text == "department is Sales or Service and (location is Ulm or (not role is admin))"


def test_rule_size_is_limited() -> None:
    deep: object = ADMIN
    for _ in range(4):
        deep = {"any": [deep]}
    for takes in (deep, {"all": [{"any": [ADMIN] * 12}, ADMIN]}):
        with pytest.raises(ValidationError):
            rule(takes)


def test_pasted_list_is_split_at_lines_and_commas() -> None:
    lines = ["Ada Kettle, Ben;", "", "Ito, Cleo\tcleo@kettle.example", "a@b.example,c@d.example"]
    read = parse_entries("\n".join([*lines, "Dora, ben@kettle.example"]))

    assert [(it.line, it.name, it.address) for it in read] == [
        (1, "Ada Kettle", None),
        (1, "Ben", None),
        (3, "Ito Cleo", "cleo@kettle.example"),
        (4, "", "a@b.example"),
        (4, "", "c@d.example"),
        (5, "Dora", None),
        (5, "", "ben@kettle.example"),
    ]
