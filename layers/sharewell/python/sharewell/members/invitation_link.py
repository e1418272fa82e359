"""The link in an invitation. It needs no row: it contains the invitation's id and a signature.

It contains no dot: a web server that serves the app takes a path with one for a file.
"""

from sharewell.core.config import settings
from sharewell.core.errors import NotFound
from sharewell.core.ids import InvitationId, OrganisationId
from sharewell.core.signing import Purpose, sign, verify


def create_link(organisation: OrganisationId, invitation: InvitationId) -> str:
    """Returns the URL in the app at which an invitation is accepted."""
    signature = sign(Purpose.INVITATION_LINK, organisation, invitation)
    return f"{settings.app_url}/invitation/{organisation}-{invitation}-{signature}"


def parse_token(token: str) -> tuple[OrganisationId, InvitationId]:
    """Returns the ids in the last part of a link. Raises NotFound if its signature is not valid."""
    organisation, _, rest = token.partition("-")
    invitation, _, signature = rest.partition("-")
    if not verify(Purpose.INVITATION_LINK, signature, organisation, invitation):
        raise NotFound("This invitation link is not valid. Check that it is complete.")
    return OrganisationId(organisation), InvitationId(invitation)
