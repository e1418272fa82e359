"""CloudFront's headers, read from infra/frontend.yaml and told this machine's origins."""

import re
from typing import Any

from local import template
from local.place import Place


def app(place: Place) -> dict[str, str]:
    """What goes with every answer of the app's origin, the API's included."""
    return _headers("AppHeaders", place)


def content(place: Place) -> dict[str, str]:
    """What goes with everything that people uploaded."""
    return _headers("ContentHeaders", place)


def _headers(policy: str, place: Place) -> dict[str, str]:
    front = template.read("infra/frontend.yaml")
    said = front["Resources"][policy]["Properties"]["ResponseHeadersPolicyConfig"]
    security = said["SecurityHeadersConfig"]
    headers = {
        "Content-Security-Policy": _here(
            security["ContentSecurityPolicy"]["ContentSecurityPolicy"], place
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": security["ReferrerPolicy"]["ReferrerPolicy"],
    }
    if "FrameOptions" in security:
        headers["X-Frame-Options"] = security["FrameOptions"]["FrameOption"]
    headers |= {it["Header"]: it["Value"] for it in said["CustomHeadersConfig"]["Items"]}
    if cors := said.get("CorsConfig"):
        headers |= _cors(cors, place)
    return headers


def _cors(said: dict[str, Any], place: Place) -> dict[str, str]:
    lists = {
        "Access-Control-Allow-Headers": "AccessControlAllowHeaders",
        "Access-Control-Allow-Methods": "AccessControlAllowMethods",
        "Access-Control-Expose-Headers": "AccessControlExposeHeaders",
    }
    headers = {header: ", ".join(said[name]["Items"]) for header, name in lists.items()}
    return headers | {"Access-Control-Allow-Origin": place.app, "Vary": "Origin"}


def _here(policy: str, place: Place) -> str:
    # The pool, its page and the bucket are all the emulator, by either name.
    known = policy.replace("${ContentUrl}", place.content).replace("${AppUrl}", place.app)
    emulator = f"{place.sign_in} {place.emulator}"
    return re.sub(r"(https://\S*\$\{[^;\s]*\s?)+", emulator, known)
