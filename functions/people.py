"""Profiles and the directory of people, over HTTP."""

from sharewell.app import create_api
from sharewell.caller import Caller
from sharewell.ids import MemberId
from sharewell.page import Page
from sharewell.paging import After
from sharewell.profiles.model import About, NewPhoto, PersonCard, Profile
from sharewell.profiles.service import profiles
from sharewell.values import Form

api = create_api("people")


@api.get("/api/people")
def list_people(query: After, me: Caller) -> Page[PersonCard]:
    """The directory, by name. To filter it, search with kind=person."""
    return profiles.directory(by=me, after=query.after)


@api.get("/api/people/{member}")
def read_person(member: MemberId, me: Caller) -> Profile:
    """What a member says of themself."""
    return profiles.seen_by(me, member)


@api.get("/api/me/profile")
def read_profile(me: Caller) -> Profile:
    """One's own profile."""
    return profiles.seen_by(me, me.member)


@api.put("/api/me/profile")
def write_profile(body: About, version: int | None, me: Caller) -> Profile:
    """Say something else of oneself."""
    return profiles.write(body, version, by=me)


@api.post("/api/me/photo")
def send_photo(body: NewPhoto, me: Caller) -> Form:
    """A form that takes one's picture; the profile shows it a moment after it has arrived."""
    return profiles.photo_form(body, by=me)


@api.delete("/api/me/photo")
def remove_photo(me: Caller) -> None:
    """Go back to initials."""
    profiles.remove_photo(by=me)
