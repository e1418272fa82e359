"""The templates and the code agree on routes, consumers, queues and settings."""

import pytest

from codegen import api_routes, openapi
from local_stack import templates
from sharewell.core import events
from sharewell.core.config import Settings
from sharewell.edge.consumer import Consumer

HTTP = dict(openapi.apis())
MAX_INTEGRATIONS = 300
"""Limit of an HTTP API (AWS: Quotas for HTTP APIs), not adjustable as that on routes."""
RULES = [rule for rule in templates.rules() if rule.handler]
FILES = sorted((templates.ROOT / "functions").rglob("*.py"))


@pytest.mark.parametrize("name", HTTP)
def test_routes_and_views_match(name: str) -> None:
    found = [route for route in templates.routes() if route.handler == f"routes.{name}.api"]

    assert {(it.method, it.path) for it in found} == set(HTTP[name].contracts)


def test_route_is_public_exactly_when_its_view_is() -> None:
    views = {
        route: HTTP[route.handler.split(".")[1]].contracts[route.method, route.path]
        for route in templates.routes()
    }

    assert len(views) > 100
    assert [route for route, view in views.items() if view.public != route.public] == []


@pytest.mark.parametrize("handler", sorted({it.handler or "" for it in RULES}))
def test_rules_match_events_of_their_consumer(handler: str) -> None:
    consumer = templates.entry(handler)
    names = [it for rule in RULES if rule.handler == handler for it in rule.pattern["detail-type"]]

    assert isinstance(consumer, Consumer)
    assert consumer.events == {name: getattr(events, name) for name in names}
    assert len(names) == len(consumer.events), "two rules would deliver an event twice"


@pytest.mark.parametrize(
    "rule", [it for it in templates.rules() if it.bus], ids=lambda it: it.handler or it.queue
)
def test_rules_filter_by_fields_of_their_events(rule: templates.Rule) -> None:
    for name in rule.pattern["detail-type"]:
        fields = getattr(events, name).model_fields
        filtered = rule.pattern.get("detail", {}).keys()
        assert filtered <= fields.keys(), name


def test_consumers_are_named_after_their_files() -> None:
    consumers = [it for it in FILES if it.parent.name == "consumers"]

    assert len(consumers) <= 15
    for name, function in templates.functions():
        folder, stem, _ = function["Handler"].split(".")
        assert name == templates.logical_id(folder, stem)


def test_queue_consumers_report_single_failures() -> None:
    for handler, event in templates.events("SQS"):
        assert callable(templates.entry(handler))
        assert event["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_environment_has_every_setting() -> None:
    assert {name.upper() for name in Settings.__slots__} <= templates.environment().keys()


def test_stacks_have_the_same_function_globals() -> None:
    first, *others = templates.function_globals().values()

    assert [it for it in others if it != first] == []


def test_function_files_are_all_deployed() -> None:
    deployed = {function["Handler"].rpartition(".")[0] for _, function in templates.functions()}

    assert deployed == {f"{path.parent.name}.{path.stem}" for path in FILES}


def test_openapi_document_is_current() -> None:
    assert openapi.FILE.read_text() == openapi.text(), "run: make openapi"


def test_http_api_definition_is_current() -> None:
    assert api_routes.FILE.read_text() == api_routes.text(), "run: make openapi"


def test_http_api_has_one_integration_per_function() -> None:
    handlers = {name: it["Handler"] for name, it in templates.functions()}
    [(_, api)] = templates.resources("AWS::Serverless::HttpApi")
    integrations = api["DefinitionBody"]["components"][templates.INTEGRATIONS]
    granted = [it["FunctionName"] for _, it in templates.resources("AWS::Lambda::Permission")]

    routed = {name for name, it in handlers.items() if it.endswith(".api")}
    assert integrations.keys() == routed
    assert sorted(granted) == sorted(routed)
    assert len(integrations) * 3 < MAX_INTEGRATIONS
