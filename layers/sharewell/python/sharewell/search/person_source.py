"""The search source of members."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from sharewell.aws import concurrency
from sharewell.core.caller import Caller
from sharewell.core.ids import MemberId, OrganisationId
from sharewell.identity.service import IdentityService
from sharewell.profiles.model import Profile
from sharewell.profiles.service import ProfileService
from sharewell.search.markdown_text import markdown_to_text
from sharewell.search.model import Document
from sharewell.search.source import HitPosition, HitView


@dataclass(frozen=True, slots=True)
class PersonSource:
    """Provides members by their profiles."""

    profiles: ProfileService
    identity: IdentityService

    def load_document(self, organisation: OrganisationId, id: str) -> Document | None:
        """Returns the profile, visible to all; None if the member is deactivated or absent."""
        profile = self.profiles.get_for_search(organisation, MemberId(id))
        if profile is None:
            return None
        tags = {"department": profile.department, "location": profile.location}
        return Document(
            ref=f"person:{id}",
            kinds=["person"],
            acl=["all"],
            title=profile.name,
            body=_profile_text(profile),
            tags=[f"{name}:{value}" for name, value in tags.items() if value],
            created=profile.joined_at,
        )

    def load_hits(self, places: Sequence[HitPosition], by: Caller) -> dict[str, HitView]:
        """Returns the profiles of active members, by id."""
        reads = [
            partial(self.profiles.get_for_search, by.organisation, MemberId(it.id)) for it in places
        ]
        found: list[Profile | None] = concurrency.run_concurrently(reads)
        return {
            profile.id: HitView(
                kind="person",
                title=profile.name,
                text=_profile_text(profile),
                created=profile.joined_at,
            )
            for profile in found
            if profile
        }

    def list_ids(self, organisation: OrganisationId) -> Iterator[str]:
        """Yields the ids of all members, in the order of joining."""
        after = None
        while True:
            members = self.identity.list_members(organisation, after)
            yield from (member.member for member in members.items)
            if not (after := members.next):
                return


def _profile_text(profile: Profile) -> str:
    facts = ", ".join(filter(None, (profile.title, profile.department, profile.location)))
    texts = (profile.working_on, profile.helps_with, profile.wants_to_learn, profile.how_i_work)
    return "\n".join(filter(None, (facts, *map(markdown_to_text, texts))))
