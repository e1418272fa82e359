"""The search source of groups."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sharewell.core.caller import Caller
from sharewell.core.ids import GroupId, OrganisationId
from sharewell.groups.model import Visibility
from sharewell.groups.service import GroupService
from sharewell.identity.service import IdentityService
from sharewell.search.markdown_text import markdown_to_text
from sharewell.search.model import Document
from sharewell.search.source import HitPosition, HitView


@dataclass(frozen=True, slots=True)
class GroupSource:
    """Provides groups by name and purpose. Secret groups are not indexed, not even for members."""

    groups: GroupService
    identity: IdentityService

    def load_document(self, organisation: OrganisationId, id: str) -> Document | None:
        """Returns the group, visible to all or to its members; None if absent or secret."""
        group = self.groups.get_for_search(organisation, GroupId(id))
        if group is None or group.visibility is Visibility.SECRET:
            return None
        return Document(
            ref=f"group:{id}",
            kinds=["group"],
            acl=["all"] if group.visibility.is_listed else [f"group:{id}"],
            title=group.name,
            body=markdown_to_text(group.purpose),
            created=group.created_at,
        )

    def load_hits(self, places: Sequence[HitPosition], by: Caller) -> dict[str, HitView]:
        """Returns the groups that the caller is in, or that are listed for all, by id."""
        found = self.groups.several_seen_by(by, [GroupId(it.id) for it in places])
        return {
            it.id: HitView(
                kind="group",
                title=it.name,
                text=markdown_to_text(it.purpose),
                created=it.created_at,
            )
            for it in found
            if it.visibility is not Visibility.SECRET
        }

    def list_ids(self, organisation: OrganisationId) -> Iterator[str]:
        """Yields the ids of listed groups, and of all groups that have members."""
        found = set(self.groups.list_ids(organisation))
        after = None
        while True:
            members = self.identity.list_members(organisation, after)
            for member in members.items:
                found |= self.identity.list_groups_of(member)
            if not (after := members.next):
                break
        yield from sorted(found)
