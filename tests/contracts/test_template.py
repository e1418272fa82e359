"""The templates and the code say the same thing."""

import pytest

from local import openapi, routes, template
from sharewell import events
from sharewell.config import Settings
from sharewell.consume import Consumer

HTTP = dict(openapi.apis())
MOST_INTEGRATIONS = 300
"""Of an HTTP API (AWS: Quotas for HTTP APIs); more routes can be asked for, integrations not."""
RULES = [rule for rule in template.rules() if rule.handler]
FILES = sorted((template.ROOT / "functions").rglob("*.py"))


@pytest.mark.parametrize("name", HTTP)
def test_every_route_is_served_and_every_view_is_routed(name: str) -> None:
    found = [route for route in template.routes() if route.handler == f"routes.{name}.api"]

    assert {(it.method, it.path) for it in found} == set(HTTP[name].contracts)


def test_a_route_is_public_exactly_when_its_view_is() -> None:
    views = {
        route: HTTP[route.handler.split(".")[1]].contracts[route.method, route.path]
        for route in template.routes()
    }

    assert len(views) > 100
    assert [route for route, view in views.items() if view.public != route.public] == []


@pytest.mark.parametrize("handler", sorted({it.handler or "" for it in RULES}))
def test_rules_match_the_events_their_consumer_reacts_to(handler: str) -> None:
    consumer = template.entry(handler)
    names = [it for rule in RULES if rule.handler == handler for it in rule.pattern["detail-type"]]

    assert isinstance(consumer, Consumer)
    assert consumer.events == {name: getattr(events, name) for name in names}
    assert len(names) == len(consumer.events), "two rules would deliver an event twice"


@pytest.mark.parametrize(
    "rule", [it for it in template.rules() if it.bus], ids=lambda it: it.handler or it.queue
)
def test_rules_filter_by_fields_that_their_events_have(rule: template.Rule) -> None:
    for name in rule.pattern["detail-type"]:
        fields = getattr(events, name).model_fields
        filtered = rule.pattern.get("detail", {}).keys()
        assert filtered <= fields.keys(), name


def test_consumers_are_few_and_named_after_their_files() -> None:
    consumers = [it for it in FILES if it.parent.name == "consumers"]

    assert len(consumers) <= 15
    for name, function in template.functions():
        folder, stem, _ = function["Handler"].split(".")
        assert name == template.logical_id(folder, stem)


def test_every_queue_feeds_a_function_that_reports_single_failures() -> None:
    for handler, event in template.events("SQS"):
        assert callable(template.entry(handler))
        assert event["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_every_setting_is_in_the_environment() -> None:
    assert {name.upper() for name in Settings.__slots__} <= template.environment().keys()


def test_functions_of_every_stack_have_the_same_globals() -> None:
    first, *others = template.function_globals().values()

    assert [it for it in others if it != first] == []


def test_every_function_file_is_deployed() -> None:
    deployed = {function["Handler"].rpartition(".")[0] for _, function in template.functions()}

    assert deployed == {f"{path.parent.name}.{path.stem}" for path in FILES}


def test_the_published_contract_is_the_code() -> None:
    assert openapi.FILE.read_text() == openapi.text(), "run: make openapi"


def test_the_definition_of_the_http_api_is_written_from_the_code() -> None:
    assert routes.FILE.read_text() == routes.text(), "run: make openapi"


def test_integrations_and_permissions_of_the_http_api_are_one_a_function() -> None:
    handlers = {name: it["Handler"] for name, it in template.functions()}
    [(_, api)] = template.resources("AWS::Serverless::HttpApi")
    integrations = api["DefinitionBody"]["components"][template.INTEGRATIONS]
    granted = [it["FunctionName"] for _, it in template.resources("AWS::Lambda::Permission")]

    asked = {name for name, it in handlers.items() if it.endswith(".api")}
    assert integrations.keys() == asked
    assert sorted(granted) == sorted(asked)
    assert len(integrations) * 3 < MOST_INTEGRATIONS
