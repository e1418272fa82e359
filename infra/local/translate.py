"""The templates as the emulator takes them: run by the tooling environment, JSON on stdout.

The root is translated and each nested template too, because the emulator knows nothing of SAM.

SAM's own translator writes the HTTP API as one OpenAPI body. The emulator makes an API of that
but no routes, so here the body becomes the route, integration and authorizer resources that
AWS would make of it. Nothing else changes.

Stdin says, in JSON, `parameters` (name to value) and `code` (source path to s3:// address), and
may say that `routes` stay as SAM writes them. Stdout has each template under its path.
"""

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).parents[2]
ROOT_TEMPLATE = "template.yaml"


class ManagedPolicies:
    """The names of AWS's own policies, which the translator would look up in an account."""

    def load(self) -> dict[str, str]:
        """Name to ARN."""
        names = ["service-role/AWSLambdaBasicExecutionRole"]
        return {name: f"arn:aws:iam::aws:policy/{name}" for name in names}


def translated(parameters: dict[str, str], code: dict[str, str]) -> dict[str, dict[str, Any]]:
    """The CloudFormation that SAM makes of the root and of each nested template, by path."""
    root = yaml_parse((ROOT / ROOT_TEMPLATE).read_text())
    stacks = {
        resource["Properties"]["TemplateURL"]
        for resource in root["Resources"].values()
        if resource["Type"] == "AWS::CloudFormation::Stack"
    }
    return {path: _translate(path, parameters, code) for path in [ROOT_TEMPLATE, *sorted(stacks)]}


def _translate(path: str, parameters: dict[str, str], code: dict[str, str]) -> dict[str, Any]:
    source: dict[str, Any] = yaml_parse((ROOT / path).read_text())
    if "Transform" not in source:
        return source
    for resource in source["Resources"].values():
        properties = resource.get("Properties", {})
        if resource["Type"] == "AWS::Serverless::LayerVersion":
            properties["ContentUri"] = code[properties["ContentUri"]]
        if resource["Type"] == "AWS::Serverless::Function":
            module = properties["Handler"].rpartition(".")[0].replace(".", "/")
            properties["CodeUri"] = code[f"functions/{module}.py"]
    declared = source.get("Parameters", {})
    values = {name: value for name, value in parameters.items() if name in declared}
    whole: dict[str, Any] = transform(source, values, ManagedPolicies())
    return whole


def unrolled(template: dict[str, Any]) -> dict[str, Any]:
    """The same with each HTTP API's routes as resources."""
    resources: dict[str, Any] = template["Resources"]
    for name, resource in list(resources.items()):
        if resource["Type"] == "AWS::ApiGatewayV2::Api":
            resources |= _routes(name, resource["Properties"])
    return template


def _routes(api: str, properties: dict[str, Any]) -> dict[str, Any]:
    body = properties.pop("Body")
    properties.pop("FailOnWarnings", None)
    properties |= {"Name": api, "ProtocolType": "HTTP"}
    made: dict[str, Any] = {}
    for name, scheme in body.get("components", {}).get("securitySchemes", {}).items():
        made[f"{api}{name}Authorizer"] = _authorizer(api, name, scheme)
    for function in body["components"]["x-amazon-apigateway-integrations"]:
        made[f"{api}{function}Integration"] = _integration(api, function)
    for path, methods in body["paths"].items():
        for method, operation in methods.items():
            shared = operation["x-amazon-apigateway-integration"]["$ref"].rpartition("/")[2]
            route = api + method.title() + re.sub(r"\W", "", path.title())
            made[f"{route}Route"] = _route(
                api, f"{method.upper()} {path}", f"{api}{shared}Integration", operation
            )
    return made


def _authorizer(api: str, name: str, scheme: dict[str, Any]) -> dict[str, Any]:
    said = scheme["x-amazon-apigateway-authorizer"]
    jwt = said["jwtConfiguration"]
    return _part(
        "Authorizer",
        ApiId={"Ref": api},
        Name=name,
        AuthorizerType="JWT",
        IdentitySource=[said["identitySource"]],
        JwtConfiguration={"Issuer": jwt["issuer"], "Audience": jwt["audience"]},
    )


def _integration(api: str, function: str) -> dict[str, Any]:
    return _part(
        "Integration",
        ApiId={"Ref": api},
        IntegrationType="AWS_PROXY",
        IntegrationUri={"Fn::GetAtt": [function, "Arn"]},
        PayloadFormatVersion="2.0",
    )


def _route(api: str, key: str, integration: str, operation: dict[str, Any]) -> dict[str, Any]:
    target = {"Fn::Join": ["/", ["integrations", {"Ref": integration}]]}
    route = _part("Route", ApiId={"Ref": api}, RouteKey=key, Target=target)
    for name in (it for scheme in operation.get("security") or [] for it in scheme if it != "NONE"):
        authorizer = {"Ref": f"{api}{name}Authorizer"}
        route["Properties"] |= {"AuthorizationType": "JWT", "AuthorizerId": authorizer}
    return route


def _part(kind: str, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::ApiGatewayV2::{kind}", "Properties": properties}


if __name__ == "__main__":
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    asked = json.load(sys.stdin)
    as_sam_writes = asked.pop("routes", None) == "as SAM writes them"
    templates = translated(**asked)
    if not as_sam_writes:
        templates = {path: unrolled(template) for path, template in templates.items()}
    json.dump(templates, sys.stdout, default=str)
