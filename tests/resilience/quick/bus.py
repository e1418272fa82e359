"""How an event comes to the rules that want it, without asking all others.

The in-memory bus makes an event out anew for every rule there is, and then tries its pattern; here
only for those that name its kind. A pattern is read once.
"""

from copy import copy
from functools import cache
from typing import Any

import jsonpath_ng.ext
from moto.events.models import EventPattern, EventsBackend

from resilience.quick.instead import instead

_put = EventsBackend.put_events
_matches = EventPattern.matches_event
AT_ONCE = 10


def make_quick() -> None:
    """For all tests of this process."""
    instead(jsonpath_ng.ext, parse=cache(vars(jsonpath_ng.ext)["parse"]))
    instead(EventsBackend, put_events=_put_quickly)
    instead(EventPattern, matches_event=_matches_quickly)


def _put_quickly(self: EventsBackend, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if len(events) > AT_ONCE:
        return _put(self, events)
    return [answer for it in events for answer in _put(_wanting(self, it), [it])]


def _wanting(self: EventsBackend, event: dict[str, Any]) -> EventsBackend:
    """The same bus, as if it had no other rules than those that may want this one."""
    bus = copy(self.describe_event_bus(self._normalize_event_bus_arn(event.get("EventBusName"))))
    bus.rules = {
        name: it
        for name, it in bus.rules.items()
        if _may_match(it.event_pattern, event.get("DetailType"))
    }
    for_this = copy(self)
    instead(for_this, describe_event_bus=lambda _: bus)
    return for_this


def _matches_quickly(self: EventPattern, event: Any) -> bool:
    """What S3 says comes to the rules past `put_events`."""
    return _may_match(self, event["detail-type"]) and _matches(self, event)


def _may_match(pattern: EventPattern, kind: str | None) -> bool:
    names = pattern.get_pattern().get("detail-type") or []
    return not names or not all(isinstance(it, str) for it in names) or kind in names
