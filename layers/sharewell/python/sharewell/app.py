"""The composition root of the HTTP functions: the edge, with the domain that knows who calls."""

from sharewell.identity.service import identity
from sharewell.web import Api


def create_api(name: str) -> Api:
    """Return the `Api` of a function file, whose views are called by members of organisations."""
    return Api(name, resolve_caller=identity.caller)
