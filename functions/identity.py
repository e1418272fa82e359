"""Who is signed in, and in which organisation, over HTTP."""

from sharewell.app import create_api
from sharewell.caller import Caller, Person
from sharewell.identity.model import Choice, Me
from sharewell.identity.service import identity

api = create_api("identity")


@api.get("/api/me")
def read_me(person: Person) -> Me:
    """Who is signed in, and the organisations they belong to."""
    return identity.me(person)


@api.put("/api/me/organisation")
def choose_organisation(body: Choice, person: Person) -> Me:
    """Work in another of one's organisations from now on."""
    # Looked for among the person's own memberships, and refused when it is none of them.
    return identity.choose(body.organisation, person)  # nosemgrep: organisation-from-request


@api.post("/api/me/sign-out-everywhere", status=204)
def sign_out_everywhere(me: Caller) -> None:
    """End every session on every device; access tokens given before are refused from now on."""
    identity.sign_out_everywhere(me)
