"""The headers that CloudFront would add, read from infra/front.yaml and told this machine's origins."""

import re
from typing import Any

import yaml

from local.place import ROOT, Place



class _Loader(yaml.SafeLoader):
    """YAML in which !Sub and !Ref are just their text."""


_Loader.add_multi_constructor("!", lambda loader, tag, node: _text(loader, node))


def app(place: Place) -> dict[str, str]:
    """What goes with every answer of the app's origin, the API's included."""
    return _headers("AppHeaders", place)


def content(place: Place) -> dict[str, str]:
    """What goes with everything that people uploaded."""
    return _headers("ContentHeaders", place)


def _headers(policy: str, place: Place) -> dict[str, str]:
    front = yaml.load((ROOT / "infra/front.yaml").read_text(), _Loader)
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


def _text(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    assert isinstance(node, yaml.MappingNode)
    return loader.construct_mapping(node, deep=True)
