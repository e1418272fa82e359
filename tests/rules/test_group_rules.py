"""Rules as values: whom they fit, and how they read."""

import pytest
from pydantic import ValidationError

from sharewell.groups.rule import Facts, Rule
from sharewell.members.pasted import entries

SALES = {"field": "department", "among": ["Sales", "Service"]}
ULM = {"field": "location", "among": ["Ulm"]}
ADMIN = {"field": "role", "among": ["admin"]}


def rule(takes: object) -> Rule:
    return Rule.model_validate({"takes": takes})


@pytest.mark.parametrize(
    ("takes", "who", "fits"),
    [
        (SALES, Facts(department="SERVICE "), True),
        (SALES, Facts(department="Séles"), False),
        (SALES, Facts(department="Sàles"), True),
        (SALES, Facts(department="Sales", active=False), False),
        ({"all": [SALES, ULM]}, Facts(department="Sales", location="Graz"), False),
        ({"any": [SALES, ULM]}, Facts(department="Clay", location="ulm"), True),
        ({"none": [SALES, ULM]}, Facts(department="Clay", location="Graz"), True),
        ({"none": [SALES, ULM]}, Facts(department="Clay", location="Ulm"), False),
        ({"all": [SALES, {"none": [ADMIN]}]}, Facts(department="Sales", role="admin"), False),
    ],
)
def test_a_rule_fits_who_it_says(takes: object, who: Facts, *, fits: bool) -> None:
    assert rule(takes).fits(who) is fits


def test_a_rule_reads_as_people_say_it() -> None:
    said = rule({"all": [SALES, {"any": [ULM, {"none": [ADMIN]}]}]}).words()

    assert said == "department is Sales or Service and (location is Ulm or (not role is admin))"


def test_a_rule_is_of_a_size_that_people_read() -> None:
    deep: object = ADMIN
    for _ in range(4):
        deep = {"any": [deep]}
    for takes in (deep, {"all": [{"any": [ADMIN] * 12}, ADMIN]}):
        with pytest.raises(ValidationError):
            rule(takes)


def test_a_list_is_read_by_lines_and_commas() -> None:
    lines = ["Ada Kettle, Ben;", "", "Ito, Cleo\tcleo@kettle.example", "a@b.example,c@d.example"]
    read = entries("\n".join([*lines, "Dora, ben@kettle.example"]))

    assert [(it.line, it.name, it.address) for it in read] == [
        (1, "Ada Kettle", None),
        (1, "Ben", None),
        (3, "Ito Cleo", "cleo@kettle.example"),
        (4, "", "a@b.example"),
        (4, "", "c@d.example"),
        (5, "Dora", None),
        (5, "", "ben@kettle.example"),
    ]
