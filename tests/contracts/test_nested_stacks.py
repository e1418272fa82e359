"""The root and its nested stacks read as one template, or not at all when they do not fit."""

from typing import Any

import pytest

from local.nested_stacks import join_resources

TABLE = {"Type": "AWS::DynamoDB::Table", "Properties": {"BillingMode": "PAY_PER_REQUEST"}}
GIVEN = {
    "Stage": {"Ref": "Stage"},
    "Table": {"Fn::GetAtt": ["DataStack", "Outputs.Table"]},
    "TableArn": {"Fn::GetAtt": ["DataStack", "Outputs.TableArn"]},
    "Kind": "plain",
}


def templates(given: dict[str, Any], **resources: Any) -> dict[str, Any]:
    """A root with a stack that has a table, and one that is given something of it."""
    stacks = {
        "DataStack": stack("infra/data.yaml", {}),
        "ApiStack": stack("infra/api.yaml", given),
        "Watch": {
            "Type": "Watch",
            "Properties": {"Sub": {"Fn::Sub": "${DataStack.Outputs.Table}"}},
        },
    }
    outputs = {
        "Table": {"Value": {"Ref": "Table"}},
        "TableArn": {"Value": {"Fn::GetAtt": ["Table", "Arn"]}},
    }
    return {
        "template.yaml": {"Resources": stacks},
        "infra/data.yaml": {"Resources": {"Table": TABLE}, "Outputs": outputs},
        "infra/api.yaml": {"Parameters": {name: {} for name in GIVEN}, "Resources": resources},
    }


def stack(path: str, given: dict[str, Any]) -> dict[str, Any]:
    """A stack of the root."""
    properties = {"TemplateURL": path, "Parameters": given}
    return {"Type": "AWS::CloudFormation::Stack", "Properties": properties}


def joined(node: Any) -> Any:
    """What becomes of something in the second stack."""
    resources = join_resources(templates(GIVEN, Policy={"Type": "Policy", "Properties": node}))
    return resources["Policy"]["Properties"]


def test_join_resources_has_those_of_every_stack() -> None:
    resources = join_resources(templates(GIVEN, Policy={"Type": "Policy"}))

    assert resources.keys() == {"DataStack", "ApiStack", "Watch", "Table", "Policy"}
    assert resources["Table"] == TABLE
    assert resources["Watch"]["Properties"] == {"Sub": {"Fn::Sub": "${Table}"}}
    assert resources["ApiStack"]["Properties"]["Parameters"]["Table"] == {"Ref": "Table"}


@pytest.mark.parametrize(
    ("node", "whole"),
    [
        ({"Ref": "Table"}, {"Ref": "Table"}),
        ([{"Ref": "TableArn"}], [{"Fn::GetAtt": ["Table", "Arn"]}]),
        ({"Ref": "Stage"}, {"Ref": "Stage"}),
        ({"Ref": "Kind"}, "plain"),
        ({"Ref": "Other"}, {"Ref": "Other"}),
        ({"Fn::GetAtt": ["Other", "Arn"]}, {"Fn::GetAtt": ["Other", "Arn"]}),
        ({"Fn::Sub": "${TableArn}/*"}, {"Fn::Sub": "${Table.Arn}/*"}),
        (
            {"Fn::Sub": "${AWS::Region} ${Kind} ${Table} ${Other}"},
            {"Fn::Sub": "${AWS::Region} plain ${Table} ${Other}"},
        ),
    ],
)
def test_join_resources_replaces_parameters_and_outputs(node: Any, whole: Any) -> None:
    assert joined({"Node": node}) == {"Node": whole}


@pytest.mark.parametrize("given", [{**GIVEN, "More": ""}, {"Stage": {"Ref": "Stage"}}])
def test_join_resources_refuses_parameters_that_do_not_fit(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"infra/api\.yaml is given"):
        join_resources(templates(given))


def test_join_resources_refuses_a_name_in_two_stacks() -> None:
    with pytest.raises(ValueError, match=r"declares \['Table'\] a second time"):
        join_resources(templates(GIVEN, Table=TABLE))
