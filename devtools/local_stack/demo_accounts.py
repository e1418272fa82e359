"""The demo accounts, and access tokens for them from the pool's sign-in page."""

import base64
import hashlib
import json
import re
import secrets
from dataclasses import dataclass
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener, urlopen

import demo
from local_stack.workspace import Workspace

PASSWORD = "Sharewell-demo-1"  # of everyone in the demo organisation, on a laptop only


@dataclass(frozen=True, slots=True)
class Account:
    """A demo account."""

    address: str
    name: str
    about: str


def shown() -> list[Account]:
    """Returns the accounts on the start page: an admin, a curator and a member."""
    kinds = ("administrator", "curator", "member")
    return [
        Account(it.address, it.name, f"{kind}, {it.department}, {it.location}")
        for kind, it in zip(kinds, demo.people()[:3], strict=True)
    ]


class SignInFailed(Exception):
    """The pool rejected the sign-in."""


def token(place: Workspace, client: str, address: str, password: str = PASSWORD) -> str:
    """Returns an access token for `address`, as a browser gets it: authorization code and PKCE.

    Raises: SignInFailed.
    """
    verifier = secrets.token_urlsafe(48)
    digest = hashlib.sha256(verifier.encode()).digest()
    request = {
        "client_id": client,
        "redirect_uri": f"{place.app}/signed-in",
        "response_type": "code",
        "scope": "openid email profile aws.cognito.signin.user.admin",
        "state": secrets.token_urlsafe(8),
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    code = _code(place, request, address, password)
    redeemed = {
        "grant_type": "authorization_code",
        "client_id": client,
        "redirect_uri": request["redirect_uri"],
        "code": code,
        "code_verifier": verifier,
    }
    body = urlencode(redeemed).encode()
    with urlopen(Request(f"{place.sign_in}/oauth2/token", data=body), timeout=10) as answer:
        return str(json.load(answer)["access_token"])


def _code(place: Workspace, request: dict[str, str], address: str, password: str) -> str:
    with urlopen(f"{place.sign_in}/oauth2/authorize?{urlencode(request)}", timeout=10) as page:
        form = page.read().decode()
    found = re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form)
    fields = dict(found) | {"username": address, "password": password}
    action = re.search(r'<form[^>]*action="([^"]+)"', form)
    url = f"{place.sign_in}{action[1] if action else '/login'}"
    try:
        build_opener(_NoRedirects).open(Request(url, data=urlencode(fields).encode()), timeout=10)
    except HTTPError as answer:
        location = answer.headers.get("Location", "")
        code = parse_qs(urlsplit(location).query).get("code")
        if code:
            return code[0]
    raise SignInFailed(f"{address} could not sign in; make run prints the demo accounts")


class _NoRedirects(HTTPRedirectHandler):
    """Follows no redirects: the code is in the URL of the redirect."""

    def redirect_request(self, *_: object, **__: object) -> None:
        """Returns None, so the redirect raises HTTPError."""
        return
