"""The demo organisation's sign-ins, and tokens for them by the pool's own page."""

import base64
import hashlib
import json
import re
import secrets
from dataclasses import dataclass
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener, urlopen

from local import demo
from local.place import Place

PASSWORD = "Sharewell-demo-1"  # of everyone in the demo organisation, on a laptop only


@dataclass(frozen=True, slots=True)
class Account:
    """Someone to sign in as."""

    address: str
    name: str
    about: str


def shown() -> list[Account]:
    """The accounts that the start page offers: an admin, a curator and a member."""
    kinds = ("administrator", "curator", "member")
    return [
        Account(it.address, it.name, f"{kind}, {it.department}, {it.location}")
        for kind, it in zip(kinds, demo.people()[:3], strict=True)
    ]


class SignInFailed(Exception):
    """The pool's page did not let this person in."""


def token(place: Place, client: str, address: str, password: str = PASSWORD) -> str:
    """An access token for `address`, as a browser gets it: code and PKCE."""
    verifier = secrets.token_urlsafe(48)
    digest = hashlib.sha256(verifier.encode()).digest()
    asked = {
        "client_id": client,
        "redirect_uri": f"{place.app}/signed-in",
        "response_type": "code",
        "scope": "openid email profile aws.cognito.signin.user.admin",
        "state": secrets.token_urlsafe(8),
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    code = _code(place, asked, address, password)
    redeemed = {
        "grant_type": "authorization_code",
        "client_id": client,
        "redirect_uri": asked["redirect_uri"],
        "code": code,
        "code_verifier": verifier,
    }
    body = urlencode(redeemed).encode()
    with urlopen(Request(f"{place.sign_in}/oauth2/token", data=body), timeout=10) as answer:
        return str(json.load(answer)["access_token"])


def _code(place: Place, asked: dict[str, str], address: str, password: str) -> str:
    with urlopen(f"{place.sign_in}/oauth2/authorize?{urlencode(asked)}", timeout=10) as page:
        form = page.read().decode()
    found = re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form)
    fields = dict(found) | {"username": address, "password": password}
    action = re.search(r'<form[^>]*action="([^"]+)"', form)
    url = f"{place.sign_in}{action[1] if action else '/login'}"
    try:
        build_opener(_Stay).open(Request(url, data=urlencode(fields).encode()), timeout=10)
    except HTTPError as answer:
        location = answer.headers.get("Location", "")
        code = parse_qs(urlsplit(location).query).get("code")
        if code:
            return code[0]
    raise SignInFailed(f"{address} could not sign in; make run prints who can")


class _Stay(HTTPRedirectHandler):
    """Does not follow: the code is in the address that it is sent to."""

    def redirect_request(self, *_: object, **__: object) -> None:
        """Nothing to ask instead."""
        return
