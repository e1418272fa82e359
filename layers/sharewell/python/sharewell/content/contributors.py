"""People an item names besides its author: co-authors, credited and mentioned members."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sharewell.content.model import Credit, Item, mentioned_ids
from sharewell.content.schemas import ItemChange, NewItem
from sharewell.core.caller import Caller
from sharewell.core.errors import Invalid
from sharewell.core.events import Event, ItemMentioned
from sharewell.core.ids import GroupId, MemberId
from sharewell.identity.model import Member, MemberRef
from sharewell.identity.service import IdentityService, identity


@dataclass(frozen=True, slots=True)
class Contributors:
    """Reads the members that a new or changed item names."""

    identity: IdentityService

    def load_members(self, request: NewItem | ItemChange, by: Caller) -> list[Member]:
        """Returns the co-authors and credited members, active or deactivated, with one read."""
        wanted = [*(request.co_authors or ()), *(it.member for it in request.credits or ())]
        return self.identity.get_members(by.organisation, list(dict.fromkeys(wanted)))


def contributor_fields(
    request: NewItem | ItemChange,
    members: Sequence[Member],
    author: MemberId,
    old: Item | None = None,
) -> dict[str, Any]:
    """Returns the fields `co_authors` and `credits` as requested, with current names.

    Members named before stay, also deactivated ones; a deactivated member cannot be added.
    Raises: Invalid if a member is unknown or newly added and deactivated.
    """
    names = {it.id: it.name for it in (*old.co_authors, *old.credits)} if old else {}
    names |= {it.member: it.name for it in members if it.active}
    fields: dict[str, Any] = {}
    if request.co_authors is not None:
        others = [it for it in dict.fromkeys(request.co_authors) if it != author]
        fields["co_authors"] = [
            MemberRef(id=it, name=_name(it, names, "co_authors")) for it in others
        ]
    if request.credits is not None:
        fields["credits"] = [
            Credit(id=it.member, name=_name(it.member, names, "credits"), what=it.what)
            for it in {it.member: it for it in request.credits}.values()
        ]
    return fields


def new_mention_events(item: Item, before: str, by: Caller) -> list[Event]:
    """Returns an `ItemMentioned` event for the people and groups newly mentioned, if any."""
    if item.body == before:
        return []
    members, groups = (
        [it for it in mentioned_ids(item.body, kind) if it not in mentioned_ids(before, kind)]
        for kind in ("people", "groups")
    )
    if not members and not groups:
        return []
    return [
        ItemMentioned(
            organisation=by.organisation,
            at=item.changed_at,
            item=item.id,
            by=by.member,
            members=[MemberId(it) for it in members],
            groups=[GroupId(it) for it in groups],
        )
    ]


def _name(member: MemberId, names: dict[MemberId, str], field: str) -> str:
    if member not in names:
        raise Invalid("This member does not exist.", field=field)
    return names[member]


contributors = Contributors(identity)
