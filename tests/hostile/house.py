"""An organisation with one of everything, and ways to send its API what it does not expect."""

import json
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from typing import Any

from helpers.openapi import Operation, sensible
from isolation.world import Someone, assign, founder, invite, note, say
from local import template
from local.openapi import Problem
from local.stack import CONTEXT, Reply, Stack
from resilience import figures
from resilience.moto_snapshot import laid


@dataclass(frozen=True)
class House:
    """Who administers it, and an id of everything by the name that paths use."""

    stack: Stack
    admin: Someone
    ids: dict[str, str]

    def send(self, operation: Operation, body: Any = None, **query: Any) -> Reply:
        """Ask for things that are there."""
        said = self.admin.ask(operation.method, operation.at(**self.ids), body, **query)
        return count(said)

    def ask(self, method: str, path: str, body: Any = None, **more: Any) -> Reply:
        """Ask for anything."""
        return count(self.stack.request(method, path, body=body, **more))

    def versioned(self, operation: Operation, version: str) -> Reply:
        """Change something as if it had been read in `version`."""
        return self.ask(
            operation.method,
            operation.at(**self.ids),
            sensible(operation),
            as_=self.admin.person,
            headers={"if-match": version},
            signed_in_at=time.time() + 1_000_000,
        )

    def raw(self, operation: Operation, body: str, **more: Any) -> Reply:
        """A request as the gateway hands it on, past everything that stands before a function."""
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
        answer = template.entry(handler)(event | more, CONTEXT)
        text = answer["body"]
        headers = {name.lower(): value for name, value in answer["headers"].items()}
        return count(Reply(answer["statusCode"], json.loads(text) if text else None, headers))


@cache
def _handlers() -> dict[tuple[str, str], str]:
    return {(it.method, it.path): it.handler for it in template.routes()}


def furnished() -> AbstractContextManager[House]:
    """The house, in an account of its own."""
    return laid(_furnished)


def _furnished(stack: Stack) -> House:
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
        "batch": ada.make("/api/imports", {"way": "folder", "name": "Handbook"})["id"],
        "group": group,
        "member": ada.member,
        "invitation": invite(ada, "late@kettle.example"),
        "token": "none.of.ours",
    }
    assert ada.ask("PUT", f"/api/drafts/{item}", {"title": "Cobalt"}).status == 200
    ids["discussion"] = ids["item"]
    ids["post"] = say(ada, ids["item"], "Why?", kind="idea")
    stack.settle()
    return House(stack, ada, ids)


def count(said: Reply) -> Reply:
    """One more hostile input, and whether it brought us down."""
    figures.add("hostile inputs")
    figures.add("hostile 5xx", int(said.status >= 500))
    return said


def refused(said: Reply, status: int, code: str | None = None) -> dict[str, Any]:
    """The problem that an answer tells, which must be a whole one."""
    assert said.status == status, said.body
    assert said.headers["content-type"] == "application/problem+json"
    problem = Problem.model_validate(said.body)
    assert problem.status == status
    assert all((problem.title, problem.code, problem.detail, problem.id)), problem
    assert code in (None, problem.code)
    return dict(said.body)
