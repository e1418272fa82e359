"""CloudFront's headers from infra/frontend.yaml, with the origins of this machine."""

import re
from typing import Any

from local_stack import templates
from local_stack.workspace import Workspace


def app(place: Workspace) -> dict[str, str]:
    """Returns the headers of all responses from the app's origin, including the API."""
    return _headers("AppHeaders", place)


def content(place: Workspace) -> dict[str, str]:
    """Returns the headers of all uploaded content."""
    return _headers("ContentHeaders", place)


def _headers(policy: str, place: Workspace) -> dict[str, str]:
    front = templates.read("infra/frontend.yaml")
    config = front["Resources"][policy]["Properties"]["ResponseHeadersPolicyConfig"]
    security = config["SecurityHeadersConfig"]
    headers = {
        "Content-Security-Policy": _here(
            security["ContentSecurityPolicy"]["ContentSecurityPolicy"], place
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": security["ReferrerPolicy"]["ReferrerPolicy"],
    }
    if "FrameOptions" in security:
        headers["X-Frame-Options"] = security["FrameOptions"]["FrameOption"]
    headers |= {it["Header"]: it["Value"] for it in config["CustomHeadersConfig"]["Items"]}
    if cors := config.get("CorsConfig"):
        headers |= _cors(cors, place)
    return headers


def _cors(config: dict[str, Any], place: Workspace) -> dict[str, str]:
    lists = {
        "Access-Control-Allow-Headers": "AccessControlAllowHeaders",
        "Access-Control-Allow-Methods": "AccessControlAllowMethods",
        "Access-Control-Expose-Headers": "AccessControlExposeHeaders",
    }
    headers = {header: ", ".join(config[name]["Items"]) for header, name in lists.items()}
    return headers | {"Access-Control-Allow-Origin": place.app, "Vary": "Origin"}


def _here(policy: str, place: Workspace) -> str:
    # The emulator is the pool, its sign-in page and the bucket, under either name.
    known = policy.replace("${ContentUrl}", place.content).replace("${AppUrl}", place.app)
    emulator = f"{place.sign_in} {place.emulator}"
    return re.sub(r"(https://\S*\$\{[^;\s]*\s?)+", emulator, known)
