"""The safety net itself: what it lets through, what it can do, and what it misses nothing of."""

import time
from typing import Any

import pytest
import urllib3

from helpers.openapi import operations
from local import template
from resilience import outside, workflows
from resilience.outside import Wrong

ELSEWHERE = "http://203.0.113.7/"  # an address that is nobody's (RFC 5737)
MOST = 100_000
"""Bytes that somebody reads of an answer here."""


def test_a_test_that_goes_out_is_stopped() -> None:
    with pytest.raises(urllib3.exceptions.NewConnectionError, match="a test went out"):
        urllib3.request("GET", ELSEWHERE, retries=False)


def test_a_connection_can_be_made_to_fail() -> None:
    def refused(address: Any, _: outside.Connect) -> None:
        raise ConnectionRefusedError(address)

    with outside.through(refused), pytest.raises(urllib3.exceptions.NewConnectionError):
        urllib3.request("GET", ELSEWHERE, retries=False)


@pytest.mark.parametrize("wrong", Wrong)
def test_whatever_can_go_wrong_elsewhere_can_be_made_to(wrong: Wrong) -> None:
    began, read = time.monotonic(), 0
    with outside.going(wrong) as asked, urllib3.PoolManager() as pool:
        try:
            answer = pool.request(
                "GET", ELSEWHERE, retries=False, redirect=False, timeout=0.3, preload_content=False
            )
            while (chunk := answer.read(10)) and read < MOST and time.monotonic() - began < 0.6:
                read += len(chunk)
            answer.close()
            came = str(answer.status)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            came = type(error).__name__
    assert asked == [("203.0.113.7", 80)]
    answered = {Wrong.FAILING: "503", Wrong.IN_CIRCLES: "302", Wrong.HUGE: "200"}
    if wrong in answered:
        assert came == answered[wrong]
        assert (read >= MOST) == (wrong is Wrong.HUGE)
    elif wrong is not Wrong.DRIPPING:
        assert not came.isdigit(), came
    assert time.monotonic() - began < 5


def test_a_new_consumer_without_a_workflow_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    every = [*template.functions(), ("New", {"Handler": "new.handler"})]
    monkeypatch.setattr(template, "functions", lambda: every)

    assert workflows.unheard() == {"new.handler"}


def test_a_new_write_gets_a_workflow_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    [known] = [it for it in operations() if it.name == "make_group"]
    made = workflows.generated(known)
    new = known._replace(name="do_something", path="/api/something")
    monkeypatch.setattr(workflows, "operations", lambda: [*operations(), new])

    assert (made.handler, made.request) == ("routes.groups.api", "POST /api/groups")
    assert workflows.unasked() == {"POST /api/something"}
