"""The templates agree with the laptop, the layers and the headers."""

from contracts.expanded_template import expand, of, resources
from local_stack import layers, response_headers
from local_stack.emulator_patches import KEPT
from local_stack.workspace import ROOT, Workspace
from resilience import figures

MAX_RESOURCES = 250
"""Half of CloudFormation's limit for one stack."""


def test_table_is_on_demand_with_stream_and_expiry() -> None:
    [(_, table)] = of("AWS::DynamoDB::Table")
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["StreamSpecification"]["StreamViewType"] == "NEW_IMAGE"
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}


def test_layers_are_built_for_function_runtime() -> None:
    runtimes = {it["Runtime"] for _, it in of("AWS::Lambda::Function")}
    assert runtimes == {f"python{layers.RUNTIME}"}


def test_app_policy_allows_own_scripts_only() -> None:
    policy = response_headers.app(Workspace(8000, ROOT))["Content-Security-Policy"]
    rules = dict(it.strip().split(" ", 1) for it in policy.split(";"))
    assert rules["script-src"] == "'self'"
    assert rules["default-src"] == "'none'"
    assert "https:" not in policy, "a laptop's policy names this machine alone"
    for origin in ("http://localhost:8001", "http://localhost:8002", "http://127.0.0.1:8002"):
        assert origin in rules["connect-src"].split()


def test_content_policy_sandboxes_uploads() -> None:
    policy = response_headers.content(Workspace(8000, ROOT))
    assert policy["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert policy["X-Content-Type-Options"] == "nosniff"
    assert policy["Access-Control-Allow-Origin"] == "http://localhost:8000"


def test_emulator_persists_every_service_used() -> None:
    names = {"apigatewayv2": "apigateway", "events": "eventbridge", "logs": "cloudwatch_logs"}
    used = {
        it["Type"].split("::")[1].lower()
        for it in resources().values()
        if it.get("Condition") != "InCloud"
    } - {"sns", "cloudfront"}  # of the nested stacks, which a laptop leaves out
    assert {names.get(it, it) for it in used} <= KEPT


def test_stack_resources_stay_below_half_of_limit() -> None:
    templates = expand("as SAM writes them", Stage="prod", MailFrom="sharewell@sharewell.example")
    counts = {path: len(template["Resources"]) for path, template in templates.items()}
    table = "\n".join(f"{path:<24}{count:>5}" for path, count in counts.items())
    print(table)  # noqa: T201  # pytest -s: how full each stack is
    figures.add("resources of a stack", max(counts.values()))

    assert max(counts.values()) <= MAX_RESOURCES, table
    assert 3 * counts["infra/api.yaml"] <= 2 * MAX_RESOURCES, "room for three times the routes"
