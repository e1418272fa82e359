"""The link in an invitation. It needs no row: it names the invitation and is signed.

There is no dot in it: a front that serves the app takes what ends in one for a file.
"""

from sharewell.config import settings
from sharewell.errors import Missing
from sharewell.ids import InvitationId, OrganisationId
from sharewell.signing import Purpose, sign, verify


def write(organisation: OrganisationId, invitation: InvitationId) -> str:
    """Where in the app somebody accepts an invitation."""
    signature = sign(Purpose.INVITATION_LINK, organisation, invitation)
    return f"{settings.app_url}/invitation/{organisation}-{invitation}-{signature}"


def read(token: str) -> tuple[OrganisationId, InvitationId]:
    """What the last part of a link names; Missing when the link is none of ours."""
    organisation, _, rest = token.partition("-")
    invitation, _, signature = rest.partition("-")
    if not verify(Purpose.INVITATION_LINK, signature, organisation, invitation):
        raise Missing("this is not an invitation of ours; is the link whole?")
    return OrganisationId(organisation), InvitationId(invitation)
