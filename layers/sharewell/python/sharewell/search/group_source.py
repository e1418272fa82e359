"""Groups as search sees them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sharewell.caller import Caller
from sharewell.groups.model import Visibility
from sharewell.groups.service import Groups
from sharewell.identity.service import Identity
from sharewell.ids import GroupId, OrganisationId
from sharewell.search.model import Document
from sharewell.search.plain import plain
from sharewell.search.source import Place, Shown


@dataclass(frozen=True, slots=True)
class GroupSource:
    """Groups, by name and purpose. What is secret is not even suggested to those in it."""

    groups: Groups
    identity: Identity

    def document(self, organisation: OrganisationId, id: str) -> Document | None:
        """The group, for all or for those in it."""
        group = self.groups.findable(organisation, GroupId(id))
        if group is None or group.visibility is Visibility.SECRET:
            return None
        return Document(
            ref=f"group:{id}",
            kinds=["group"],
            acl=["all"] if group.visibility.is_listed else [f"group:{id}"],
            title=group.name,
            body=plain(group.purpose),
            created=group.made_at,
        )

    def shown(self, places: Sequence[Place], by: Caller) -> dict[str, Shown]:
        """Groups that the caller is in, or that all may know of."""
        found = self.groups.several_seen_by(by, [GroupId(it.id) for it in places])
        return {
            it.id: Shown(kind="group", title=it.name, text=plain(it.purpose), created=it.made_at)
            for it in found
            if it.visibility is not Visibility.SECRET
        }

    def every(self, organisation: OrganisationId) -> Iterator[str]:
        """Those that all may know of, and those that somebody is in."""
        found = set(self.groups.every(organisation))
        after = None
        while True:
            seats = self.identity.all_seats(organisation, after)
            for seat in seats.items:
                found |= self.identity.groups_of(seat)
            if not (after := seats.next):
                break
        yield from sorted(found)
