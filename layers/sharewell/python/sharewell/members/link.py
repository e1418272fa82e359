"""The link in an invitation. It needs no row: it names the invitation under a seal of ours.

There is no dot in it: a front that serves the app takes what ends in one for a file.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode

from sharewell.config import settings
from sharewell.errors import Missing
from sharewell.ids import InvitationId, OrganisationId


def write(organisation: OrganisationId, invitation: InvitationId) -> str:
    """Where in the app somebody accepts an invitation."""
    seal = _seal(organisation, invitation)
    return f"{settings.app_url}/invitation/{organisation}-{invitation}-{seal}"


def read(token: str) -> tuple[OrganisationId, InvitationId]:
    """What the last part of a link names; Missing when the link is none of ours."""
    organisation, _, rest = token.partition("-")
    invitation, _, seal = rest.partition("-")
    if not hmac.compare_digest(seal.encode(), _seal(organisation, invitation).encode()):
        raise Missing("this is not an invitation of ours; is the link whole?")
    return OrganisationId(organisation), InvitationId(invitation)


def _seal(organisation: str, invitation: str) -> str:
    message = f"invitation\n{organisation}\n{invitation}".encode()
    seal = hmac.digest(settings.cursor_secret.encode(), message, hashlib.sha256)[:20]
    return urlsafe_b64encode(seal).decode().rstrip("=")
