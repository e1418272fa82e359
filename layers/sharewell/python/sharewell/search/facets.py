"""Counts hits by filter and value."""

from collections.abc import Mapping
from typing import Any

from sharewell.search.model import AGES


def age_buckets(at: int) -> dict[str, Any]:
    """Returns the range aggregation for AGES, relative to `at` (seconds since the epoch)."""
    spans, until = [], None
    for name, days in AGES.items():
        since = float(at - days * 86_400)
        spans.append({"key": name, "from": since} | ({"to": until} if until else {}))
        until = since
    return {"range": {"field": "created", "ranges": spans}}


def parse_counts(answer: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """Returns the engine's buckets as name -> value -> hits; tags split by name, ages summed."""
    counts: dict[str, dict[str, int]] = {}
    for name, found in answer.items():
        for bucket in found["buckets"]:
            key, count = str(bucket["key"]), int(bucket["doc_count"])
            facet, _, value = key.partition(":") if name == "tags" else (name, "", key)
            if count:
                counts.setdefault(facet, {})[value] = count
    if "age" in counts:
        young, total = counts["age"], 0
        counts["age"] = {age: total for age in AGES if (total := total + young.get(age, 0))}
    return counts
