"""What the templates must say for the rest of the house: the laptop, the layers, the headers."""

from contracts.expanded import expand, of, resources
from local import headers, layers
from local.emulator_patches import KEPT
from local.place import ROOT, Place
from resilience import figures

MOST_RESOURCES = 250
"""Half of what CloudFormation takes in one stack."""


def test_the_table_costs_nothing_at_rest_and_says_what_is_new() -> None:
    [(_, table)] = of("AWS::DynamoDB::Table")
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["StreamSpecification"]["StreamViewType"] == "NEW_IMAGE"
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}


def test_layers_are_built_for_the_runtime_that_functions_have() -> None:
    runtimes = {it["Runtime"] for _, it in of("AWS::Lambda::Function")}
    assert runtimes == {f"python{layers.RUNTIME}"}


def test_the_app_runs_no_script_but_its_own() -> None:
    policy = headers.app(Place(8000, ROOT))["Content-Security-Policy"]
    rules = dict(it.strip().split(" ", 1) for it in policy.split(";"))
    assert rules["script-src"] == "'self'"
    assert rules["default-src"] == "'none'"
    assert "https:" not in policy, "a laptop's policy names this machine alone"
    for origin in ("http://localhost:8001", "http://localhost:8002", "http://127.0.0.1:8002"):
        assert origin in rules["connect-src"].split()


def test_what_people_uploaded_is_never_a_page_of_ours() -> None:
    said = headers.content(Place(8000, ROOT))
    assert said["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert said["X-Content-Type-Options"] == "nosniff"
    assert said["Access-Control-Allow-Origin"] == "http://localhost:8000"


def test_a_laptop_keeps_the_state_of_every_service_that_there_is() -> None:
    names = {"apigatewayv2": "apigateway", "events": "eventbridge", "logs": "cloudwatch_logs"}
    used = {
        it["Type"].split("::")[1].lower()
        for it in resources().values()
        if it.get("Condition") != "InCloud"
    } - {"sns", "cloudfront"}  # of the nested stacks, which a laptop leaves out
    assert {names.get(it, it) for it in used} <= KEPT


def test_resources_of_each_stack_stay_below_half_of_the_limit() -> None:
    templates = expand("as SAM writes them", Stage="prod", MailFrom="sharewell@sharewell.example")
    counts = {path: len(template["Resources"]) for path, template in templates.items()}
    table = "\n".join(f"{path:<24}{count:>5}" for path, count in counts.items())
    print(table)  # noqa: T201  # pytest -s: how full each stack is
    figures.add("resources of a stack", max(counts.values()))

    assert max(counts.values()) <= MOST_RESOURCES, table
    assert 3 * counts["infra/api.yaml"] <= 2 * MOST_RESOURCES, "room for three times the routes"
