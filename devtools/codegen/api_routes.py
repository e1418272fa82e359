"""Generates the HTTP API's definition in infra/api.yaml from the views of functions/routes.

Each function has one integration, which its routes share, and one permission: SAM's own HttpApi
events would create one of each per route, and AWS allows 300 integrations per API and 500 resources
per stack.
"""

import re
from collections import defaultdict

from codegen.openapi import apis
from local_stack.templates import INTEGRATIONS, ROOT, logical_id

FILE = ROOT / "infra/api.yaml"
_PLACE = re.compile(r"(?m)^( *)DefinitionBody:  # written by `make openapi`\n(?:\1 .*\n)*")
_HEAD = """\
DefinitionBody:  # written by `make openapi`
  openapi: 3.0.1
  info: {title: !Ref AWS::StackName, version: "1.0"}
"""
_URI = (
    "arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:lambda:path/2015-03-31/functions/"
    "${{{function}.Arn}}/invocations"
)


def text() -> str:
    """Returns the content of infra/api.yaml with the present routes."""
    template = FILE.read_text()
    [indent] = _PLACE.findall(template)
    body = "".join(f"{indent}{line}\n" for line in definition().splitlines())
    return _PLACE.sub(lambda _: body, template)


def definition() -> str:
    """Returns OpenAPI for API Gateway, with one line for each route and each integration."""
    lines: dict[str, list[str]] = defaultdict(list)
    functions = []
    for stem, api in apis():
        functions.append(logical_id("routes", stem))
        for (method, path), contract in api.contracts.items():
            route = _route(functions[-1], path, public=contract.public)
            lines[path].append(f"{method.lower()}: {{{route}}}")
    paths = (
        [f"    {path}:", *(f"      {it}" for it in sorted(lines[path]))] for path in sorted(lines)
    )
    return "\n".join(
        [
            f"{_HEAD}  paths:",
            *(line for path in paths for line in path),
            "  components:",
            f"    {INTEGRATIONS}:",
            *(f"      {it}: {{{_integration(it)}}}" for it in functions),
        ]
    )


def _route(function: str, path: str, *, public: bool) -> str:
    parts = [f'x-amazon-apigateway-integration: {{$ref: "#/components/{INTEGRATIONS}/{function}"}}']
    if public:
        parts.append("security: [{NONE: []}]")
    if names := re.findall(r"{(\w+)}", path):
        parameters = ", ".join(f"{{name: {it}, in: path, required: true}}" for it in names)
        parts.append(f"parameters: [{parameters}]")
    return ", ".join([*parts, "responses: {}"])


def _integration(function: str) -> str:
    uri = _URI.format(function=function)
    return f'type: aws_proxy, httpMethod: POST, payloadFormatVersion: "2.0", uri: !Sub "{uri}"'
