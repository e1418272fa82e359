"""Options and hooks of the test plugin."""

import gc
from collections.abc import Generator
from typing import Any

import pytest

from local_stack import presigned
from resilience import figures
from resilience.external import block_external_connections
from resilience.interceptor import wire
from resilience.moto_table import mend_table
from resilience.strict.dynamodb import dynamodb, leave_sizes_to_us
from resilience.strict.messages import eventbridge, ses, sqs
from resilience.strict.presigned import guard
from resilience.strict.refusal import refusing
from resilience.strict.s3 import s3
from resilience.strict.tokens import tokens

gc.set_threshold(50_000, 50, 100)  # a fifth of the time: many new objects, few cycles
mend_table()
leave_sizes_to_us()
for interceptor in (tokens, dynamodb, eventbridge):
    wire.always(interceptor)
for service, check in (("s3", s3), ("sqs", sqs), ("sesv2", ses)):
    wire.always(refusing(service, check))
presigned.guards.append(guard)
wire.replace_moto()
block_external_connections()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds options that choose how much of the larger suites runs, and which workflows."""
    group = parser.getgroup("the safety net")
    group.addoption("--whole", action="store_true", help="every point and pair, not some of them")
    group.addoption("--workflows", default="", help="only those with one of these words in them")
    group.addoption("--deep", type=int, default=0, help="pairs of faults to try")
    group.addoption("--seed", type=int, default=1, help="which pairs")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Drops captured output of tests that passed, which processes would only hand on."""
    report = yield
    if report.passed:
        report.sections, report.keywords = [], {}
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Sends this process's counters."""
    given: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if given is not None:
        given["figures"] = dict(figures.counted)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object | None) -> None:
    """Adds another process's counters."""
    figures.counted.update(getattr(node, "workeroutput", {}).get("figures", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints the counters."""
    if figures.counted:
        terminalreporter.section("the safety net")
        for line in figures.lines():
            terminalreporter.line(line)
        if terminalreporter.config.getoption("--deep"):
            terminalreporter.line(f"seed {terminalreporter.config.getoption('--seed')}")
