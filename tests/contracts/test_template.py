"""The templates and the code say the same thing."""

import pytest

from local import openapi, template
from sharewell import events
from sharewell.config import Settings
from sharewell.consume import Consumer

HTTP = dict(openapi.apis())
RULES = [rule for rule in template.rules() if rule.handler]


@pytest.mark.parametrize("name", HTTP)
def test_every_route_is_served_and_every_view_is_routed(name: str) -> None:
    routes = [route for route in template.routes() if route.handler == f"{name}.api"]

    assert {(it.method, it.path) for it in routes} == set(HTTP[name].contracts)


def test_a_route_is_public_exactly_when_its_view_is() -> None:
    views = {
        route: HTTP[route.handler.partition(".")[0]].contracts[route.method, route.path]
        for route in template.routes()
    }

    assert len(views) > 100
    assert [route for route, view in views.items() if view.public != route.public] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda it: it.handler)
def test_every_rule_is_for_the_events_its_function_consumes(rule: template.Rule) -> None:
    consumer = template.entry(rule.handler or "")

    assert isinstance(consumer, Consumer)
    heard = {name: getattr(events, name) for name in rule.pattern["detail-type"]}
    assert consumer.consumes == heard


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
    deployed = {function["Handler"].partition(".")[0] for _, function in template.functions()}
    files = {path.stem for path in (template.ROOT / "functions").glob("*.py")}

    assert deployed == files


def test_the_published_contract_is_the_code() -> None:
    assert openapi.FILE.read_text() == openapi.text(), "run: make openapi"
