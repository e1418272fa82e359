"""The test plugin stops outgoing connections, simulates failures, and misses no new code."""

import time
from typing import Any

import pytest
import urllib3

from helpers.openapi import operations
from local_stack import templates
from resilience import external, workflows
from resilience.external import Wrong

ELSEWHERE = "http://203.0.113.7/"  # reserved for documentation (RFC 5737)
MAX_BYTES = 100_000
"""Bytes of an endless response that a test reads."""


def test_external_connection_is_stopped() -> None:
    with pytest.raises(urllib3.exceptions.NewConnectionError, match="a test went out"):
        urllib3.request("GET", ELSEWHERE, retries=False)


def test_external_connection_can_be_made_to_fail() -> None:
    def refused(address: Any, _: external.Connect) -> None:
        raise ConnectionRefusedError(address)

    with external.through(refused), pytest.raises(urllib3.exceptions.NewConnectionError):
        urllib3.request("GET", ELSEWHERE, retries=False)


@pytest.mark.parametrize("wrong", Wrong)
def test_external_fault_is_simulated(wrong: Wrong) -> None:
    began, read = time.monotonic(), 0
    with external.failing_with(wrong) as addresses, urllib3.PoolManager() as pool:
        try:
            answer = pool.request(
                "GET", ELSEWHERE, retries=False, redirect=False, timeout=0.3, preload_content=False
            )
            while (
                (chunk := answer.read(10)) and read < MAX_BYTES and time.monotonic() - began < 0.6
            ):
                read += len(chunk)
            answer.close()
            came = str(answer.status)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            came = type(error).__name__
    assert addresses == [("203.0.113.7", 80)]
    answered = {Wrong.FAILING: "503", Wrong.REDIRECT_LOOP: "302", Wrong.HUGE: "200"}
    if wrong in answered:
        assert came == answered[wrong]
        assert (read >= MAX_BYTES) == (wrong is Wrong.HUGE)
    elif wrong is not Wrong.DRIPPING:
        assert not came.isdigit(), came
    assert time.monotonic() - began < 5


def test_consumer_without_workflow_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    every = [*templates.functions(), ("New", {"Handler": "new.handler"})]
    monkeypatch.setattr(templates, "functions", lambda: every)

    assert workflows.uncovered_handlers() == {"new.handler"}


def test_write_without_workflow_gets_generated_one(monkeypatch: pytest.MonkeyPatch) -> None:
    [known] = [it for it in operations() if it.name == "create_group"]
    made = workflows.generated(known)
    new = known._replace(name="do_something", path="/api/something")
    monkeypatch.setattr(workflows, "operations", lambda: [*operations(), new])

    assert (made.handler, made.request) == ("routes.groups.api", "POST /api/groups")
    assert workflows.uncovered_requests() == {"POST /api/something"}
