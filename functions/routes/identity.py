"""HTTP routes for the signed-in person and their organisation."""

from sharewell.app import create_api
from sharewell.core.caller import Caller, Person
from sharewell.identity.model import OrganisationChoice, SignedInPerson
from sharewell.identity.service import identity

api = create_api("identity")


@api.get("/api/me")
def read_me(person: Person) -> SignedInPerson:
    """Get the signed-in person and their organisations."""
    return identity.describe_person(person)


@api.put("/api/me/organisation")
def switch_organisation(body: OrganisationChoice, person: Person) -> SignedInPerson:
    """Switch to another of the person's organisations."""
    # Rejected unless it is among the person's own memberships.
    chosen = body.organisation  # nosemgrep: organisation-from-request
    return identity.choose_organisation(chosen, person)


@api.post("/api/me/sign-out-everywhere", status=204)
def sign_out_everywhere(me: Caller) -> None:
    """End every session on every device; earlier access tokens are rejected."""
    identity.sign_out_everywhere(me)
