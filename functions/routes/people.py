"""HTTP routes for profiles and the directory of people."""

from sharewell.app import create_api
from sharewell.core.caller import Caller
from sharewell.core.ids import MemberId
from sharewell.core.pagination import Page, PageQuery
from sharewell.core.values import Form
from sharewell.profiles.model import NewPhoto, PersonCard, Profile, ProfileFields
from sharewell.profiles.service import profiles

api = create_api("people")


@api.get("/api/people")
def list_people(query: PageQuery, me: Caller) -> Page[PersonCard]:
    """List the directory by name; to filter it, search with kind=person."""
    return profiles.list_directory(by=me, after=query.after)


@api.get("/api/people/{member}")
def read_person(member: MemberId, me: Caller) -> Profile:
    """Get a member's profile."""
    return profiles.seen_by(me, member)


@api.get("/api/me/profile")
def read_profile(me: Caller) -> Profile:
    """Get the caller's profile."""
    return profiles.seen_by(me, me.member)


@api.put("/api/me/profile")
def save_profile(body: ProfileFields, version: int | None, me: Caller) -> Profile:
    """Update the caller's profile."""
    return profiles.update(body, version, by=me)


@api.post("/api/me/photo")
def create_photo_upload(body: NewPhoto, me: Caller) -> Form:
    """Create a form to upload the caller's photo; it appears once processed."""
    return profiles.create_photo_upload(body, by=me)


@api.delete("/api/me/photo")
def remove_photo(me: Caller) -> None:
    """Remove the caller's photo; the profile shows initials."""
    profiles.remove_photo(by=me)
