"""The composition root of the HTTP functions: joins the edge and the identity domain."""

from sharewell.edge.api import Api
from sharewell.identity.service import identity


def create_api(name: str) -> Api:
    """Returns the `Api` of a function file whose views members of organisations call."""
    return Api(name, resolve_caller=identity.resolve_caller)
