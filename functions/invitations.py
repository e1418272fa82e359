"""Organisations signed up, and people asked in, over HTTP."""

from sharewell.app import create_api
from sharewell.caller import Caller, Person
from sharewell.identity.model import Me
from sharewell.ids import InvitationId
from sharewell.members.invitations import invitations
from sharewell.members.model import (
    Acceptance,
    Invitation,
    InvitationOffer,
    InvitationReport,
    NewInvitations,
    NewOrganisation,
)
from sharewell.members.service import members
from sharewell.page import Page
from sharewell.paging import After

api = create_api("invitations")


@api.post("/api/organisations")
def open_organisation(body: NewOrganisation, person: Person) -> Me:
    """Sign an organisation up; whoever does is its first administrator."""
    return members.open_organisation(body, person)


@api.get("/api/invitations")
def list_invitations(query: After, me: Caller) -> Page[Invitation]:
    """Open invitations, newest first. Administrators only."""
    return invitations.open(by=me, after=query.after)


@api.post("/api/invitations")
def invite(body: NewInvitations, me: Caller) -> InvitationReport:
    """Ask people in by mail, with a report for each line. Administrators only."""
    return invitations.invite(body, by=me)


@api.post("/api/invitations/{invitation}/resend", status=204)
def resend_invitation(invitation: InvitationId, me: Caller) -> None:
    """Send the mail of an open invitation once more; it is good for two weeks from now."""
    invitations.resend(invitation, by=me)


@api.delete("/api/invitations/{invitation}")
def withdraw_invitation(invitation: InvitationId, me: Caller) -> None:
    """Take an invitation back; its link stops working."""
    invitations.withdraw(invitation, by=me)


@api.get("/api/invitation-links/{token}", public=True)
def read_invitation(token: str) -> InvitationOffer:
    """What the link in an invitation offers; no sign-in needed to look."""
    return invitations.offer(token)


@api.post("/api/invitation-links/{token}/accept")
def accept_invitation(token: str, body: Acceptance, person: Person) -> Me:
    """Become a member, and work there from now on."""
    return invitations.accept(token, body.name, person)
