"""Groups filled by lists and rules, some people at a time."""
