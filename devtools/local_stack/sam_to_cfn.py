"""Translates the SAM templates to CloudFormation for the emulator, in the tooling environment.

The root and each nested template are translated, because the emulator does not support SAM.

SAM's translator writes the HTTP API as one OpenAPI body, of which the emulator creates an API
without routes. So this replaces the body by the route, integration and authorizer resources that
AWS would create. Nothing else changes.

Stdin is JSON with `parameters` (name to value), `code` (source path to s3:// URL) and, optionally,
`routes` to leave the body as SAM writes it. Stdout has each template by its path.
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
    """AWS managed policies, which the translator would look up in an account."""

    def load(self) -> dict[str, str]:
        """Returns the ARNs of the policies by name."""
        names = ["service-role/AWSLambdaBasicExecutionRole"]
        return {name: f"arn:aws:iam::aws:policy/{name}" for name in names}


def translated(parameters: dict[str, str], code: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Returns the root and each nested template as CloudFormation, by path."""
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
    """Returns the template with the routes of HTTP APIs as resources."""
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
    authorizer = scheme["x-amazon-apigateway-authorizer"]
    jwt = authorizer["jwtConfiguration"]
    return _part(
        "Authorizer",
        ApiId={"Ref": api},
        Name=name,
        AuthorizerType="JWT",
        IdentitySource=[authorizer["identitySource"]],
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
    request = json.load(sys.stdin)
    as_sam_writes = request.pop("routes", None) == "as SAM writes them"
    templates = translated(**request)
    if not as_sam_writes:
        templates = {path: unrolled(template) for path, template in templates.items()}
    json.dump(templates, sys.stdout, default=str)
