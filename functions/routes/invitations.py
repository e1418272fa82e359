"""HTTP routes for new organisations and for invitations to them."""

from sharewell.app import create_api
from sharewell.core.caller import Caller, Person
from sharewell.core.ids import InvitationId
from sharewell.core.pagination import Page, PageQuery
from sharewell.identity.model import SignedInPerson
from sharewell.members.invitations import invitation_service
from sharewell.members.model import (
    Acceptance,
    Invitation,
    InvitationOffer,
    InvitationReport,
    NewInvitations,
    NewOrganisation,
)
from sharewell.members.service import members

api = create_api("invitations")


@api.post("/api/organisations")
def create_organisation(body: NewOrganisation, person: Person) -> SignedInPerson:
    """Create an organisation with the caller as its first admin."""
    return members.create_organisation(body, person)


@api.get("/api/invitations")
def list_invitations(query: PageQuery, me: Caller) -> Page[Invitation]:
    """List open invitations, newest first. Admins only."""
    return invitation_service.list_open(by=me, after=query.after)


@api.post("/api/invitations")
def invite(body: NewInvitations, me: Caller) -> InvitationReport:
    """Invite people by email; returns a report for each line. Admins only."""
    return invitation_service.invite(body, by=me)


@api.post("/api/invitations/{invitation}/resend", status=204)
def resend_invitation(invitation: InvitationId, me: Caller) -> None:
    """Resend an open invitation; it is valid for another two weeks."""
    invitation_service.resend(invitation, by=me)


@api.delete("/api/invitations/{invitation}")
def withdraw_invitation(invitation: InvitationId, me: Caller) -> None:
    """Withdraw an invitation; its link stops working."""
    invitation_service.withdraw(invitation, by=me)


@api.get("/api/invitation-links/{token}", public=True)
def read_invitation(token: str) -> InvitationOffer:
    """Get the invitation behind a link, without sign-in."""
    return invitation_service.get_offer(token)


@api.post("/api/invitation-links/{token}/accept")
def accept_invitation(token: str, body: Acceptance, person: Person) -> SignedInPerson:
    """Accept an invitation: become a member and switch to that organisation."""
    return invitation_service.accept(token, body.name, person)
