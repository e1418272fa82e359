"""Members as search sees them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from sharewell import concurrency
from sharewell.caller import Caller
from sharewell.identity.service import Identity
from sharewell.ids import MemberId, OrganisationId
from sharewell.profiles.model import Profile
from sharewell.profiles.service import Profiles
from sharewell.search.model import Document
from sharewell.search.plain import plain
from sharewell.search.source import Place, Shown


@dataclass(frozen=True, slots=True)
class PersonSource:
    """Members, by what they say of themselves."""

    profiles: Profiles
    identity: Identity

    def document(self, organisation: OrganisationId, id: str) -> Document | None:
        """The profile; nobody finds somebody who is deactivated."""
        profile = self.profiles.findable(organisation, MemberId(id))
        if profile is None:
            return None
        tags = {"department": profile.department, "location": profile.location}
        return Document(
            ref=f"person:{id}",
            kinds=["person"],
            acl=["all"],
            title=profile.name,
            body=_said_by(profile),
            tags=[f"{name}:{value}" for name, value in tags.items() if value],
            created=profile.joined_at,
        )

    def shown(self, places: Sequence[Place], by: Caller) -> dict[str, Shown]:
        """Members who are active now."""
        reads = [partial(self.profiles.findable, by.organisation, MemberId(it.id)) for it in places]
        found: list[Profile | None] = concurrency.run_concurrently(reads)
        return {
            profile.id: Shown(
                kind="person",
                title=profile.name,
                text=_said_by(profile),
                created=profile.joined_at,
            )
            for profile in found
            if profile
        }

    def every(self, organisation: OrganisationId) -> Iterator[str]:
        """In the order of joining."""
        after = None
        while True:
            seats = self.identity.all_seats(organisation, after)
            yield from (seat.member for seat in seats.items)
            if not (after := seats.next):
                return


def _said_by(profile: Profile) -> str:
    about = ", ".join(filter(None, (profile.title, profile.department, profile.location)))
    said = (profile.working_on, profile.helps_with, profile.wants_to_learn, profile.how_i_work)
    return "\n".join(filter(None, (about, *map(plain, said))))
