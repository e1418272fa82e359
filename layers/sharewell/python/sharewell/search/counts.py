"""Hits counted by filter and choice."""

from collections.abc import Mapping
from typing import Any

from sharewell.search.model import AGES


def ages(at: int) -> dict[str, Any]:
    """What to count by age: hits younger than a day, than a week…, seen at `at` (seconds)."""
    spans, until = [], None
    for name, days in AGES.items():
        since = float(at - days * 86_400)
        spans.append({"key": name, "from": since} | ({"to": until} if until else {}))
        until = since
    return {"range": {"field": "created", "ranges": spans}}


def told(answer: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """The engine's buckets as name -> choice -> hits; tags split by name, ages added up."""
    counts: dict[str, dict[str, int]] = {}
    for name, found in answer.items():
        for bucket in found["buckets"]:
            key, many = str(bucket["key"]), int(bucket["doc_count"])
            of, _, value = key.partition(":") if name == "tags" else (name, "", key)
            if many:
                counts.setdefault(of, {})[value] = many
    if "age" in counts:
        young, total = counts["age"], 0
        counts["age"] = {age: total for age in AGES if (total := total + young.get(age, 0))}
    return counts
