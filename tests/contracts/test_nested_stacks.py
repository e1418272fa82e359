"""The root and its nested stacks are joined to one template, or rejected when they do not fit."""

from typing import Any

import pytest

from local_stack.nested_stacks import join_resources

TABLE = {"Type": "AWS::DynamoDB::Table", "Properties": {"BillingMode": "PAY_PER_REQUEST"}}
GIVEN = {
    "Stage": {"Ref": "Stage"},
    "Table": {"Fn::GetAtt": ["DataStack", "Outputs.Table"]},
    "TableArn": {"Fn::GetAtt": ["DataStack", "Outputs.TableArn"]},
    "Kind": "plain",
}


def templates(given: dict[str, Any], **resources: Any) -> dict[str, Any]:
    """Returns a root and a stack with a table that gets the parameters `given`."""
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
    """Returns a nested stack of the root."""
    properties = {"TemplateURL": path, "Parameters": given}
    return {"Type": "AWS::CloudFormation::Stack", "Properties": properties}


def joined(node: Any) -> Any:
    """Returns what joining makes of a node in the second stack."""
    resources = join_resources(templates(GIVEN, Policy={"Type": "Policy", "Properties": node}))
    return resources["Policy"]["Properties"]


def test_join_resources_includes_all_stacks() -> None:
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
def test_join_resources_rejects_unknown_parameters(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"infra/api\.yaml is given"):
        join_resources(templates(given))


def test_join_resources_rejects_duplicate_names() -> None:
    with pytest.raises(ValueError, match=r"declares \['Table'\] a second time"):
        join_resources(templates(GIVEN, Table=TABLE))
