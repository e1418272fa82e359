"""An organisation with one of everything, and ways to send its API unexpected requests."""

import json
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from typing import Any

from codegen.openapi import Problem
from helpers.openapi import Operation, sensible
from isolation.world import Someone, assign, founder, invite, note, say
from local_stack import templates
from local_stack.in_process import CONTEXT, Reply, Stack
from resilience import figures
from resilience.moto_snapshot import restored_stack


@dataclass(frozen=True)
class SeededOrganisation:
    """An organisation's administrator, and an id of each kind of thing by path parameter."""

    stack: Stack
    admin: Someone
    ids: dict[str, str]

    def send(self, operation: Operation, body: Any = None, **query: Any) -> Reply:
        """Sends a valid request of an operation, with another body."""
        reply = self.admin.ask(operation.method, operation.at(**self.ids), body, **query)
        return count(reply)

    def ask(self, method: str, path: str, body: Any = None, **more: Any) -> Reply:
        """Sends a request."""
        return count(self.stack.request(method, path, body=body, **more))

    def versioned(self, operation: Operation, version: str) -> Reply:
        """Sends a request with an If-Match header of `version`."""
        return self.ask(
            operation.method,
            operation.at(**self.ids),
            sensible(operation),
            as_=self.admin.person,
            headers={"if-match": version},
            signed_in_at=time.time() + 1_000_000,
        )

    def raw(self, operation: Operation, body: str, **more: Any) -> Reply:
        """Invokes a function with the event of a request, past the gateway's checks."""
        handler = _handlers()[operation.method, operation.path]
        claims = {"sub": self.admin.person, "token_use": "access", "iat": "9999999999"}
        event = {
            "version": "2.0",
            "routeKey": f"{operation.method} {operation.path}",
            "rawQueryString": "",
            "headers": {"content-type": "application/json"},
            "pathParameters": {name: self.ids[name] for name in operation.in_path},
            "requestContext": {"requestId": "r", "authorizer": {"jwt": {"claims": claims}}},
            "body": body,
            "isBase64Encoded": False,
        }
        answer = templates.entry(handler)(event | more, CONTEXT)
        text = answer["body"]
        headers = {name.lower(): value for name, value in answer["headers"].items()}
        return count(Reply(answer["statusCode"], json.loads(text) if text else None, headers))


@cache
def _handlers() -> dict[tuple[str, str], str]:
    return {(it.method, it.path): it.handler for it in templates.routes()}


def seeded_organisation() -> AbstractContextManager[SeededOrganisation]:
    """Returns the organisation, in an account of its own."""
    return restored_stack(_seed)


def _seed(stack: Stack) -> SeededOrganisation:
    ada = founder(stack, "kettle")
    channel = ada.make("/api/channels", {"name": "Glazing"})["id"]
    upload = {"name": "talk.mov", "size": 20 * 1024**2, "type": "video/quicktime"}
    item = note(ada, "Cobalt", channels=[channel])
    group = ada.make("/api/groups", {"name": "Board"})["id"]
    ids = {
        "draft": item,
        "item": item,
        "to": group,
        "assignment": assign(ada, "Cobalt", item, group=group),
        "upload": ada.make("/api/uploads", upload)["item"],
        "channel": channel,
        "batch": ada.make("/api/imports", {"source": "folder", "name": "Handbook"})["id"],
        "group": group,
        "member": ada.member,
        "invitation": invite(ada, "late@kettle.example"),
        "token": "none.of.ours",
    }
    assert ada.ask("PUT", f"/api/drafts/{item}", {"title": "Cobalt"}).status == 200
    ids["discussion"] = ids["item"]
    ids["post"] = say(ada, ids["item"], "Why?", kind="idea")
    stack.settle()
    return SeededOrganisation(stack, ada, ids)


def count(reply: Reply) -> Reply:
    """Counts a hostile request, and fails if the response is a 5xx."""
    figures.add("hostile inputs")
    figures.add("hostile 5xx", int(reply.status >= 500))
    return reply


def problem_of(reply: Reply, status: int, code: str | None = None) -> dict[str, Any]:
    """Returns the problem details of a response; fails unless they are complete."""
    assert reply.status == status, reply.body
    assert reply.headers["content-type"] == "application/problem+json"
    problem = Problem.model_validate(reply.body)
    assert problem.status == status
    assert all((problem.title, problem.code, problem.detail, problem.id)), problem
    assert code in (None, problem.code)
    return dict(reply.body)
