"""Whom an item names besides its author: co-authors, those whom it thanks or mentions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sharewell.caller import Caller
from sharewell.content.model import Credit, Item, mentioned
from sharewell.content.sent.model import ItemChange, NewItem
from sharewell.errors import Invalid
from sharewell.events import Event, ItemMentioned
from sharewell.identity.model import MemberRef, Seat
from sharewell.identity.service import Identity, identity
from sharewell.ids import GroupId, MemberId


@dataclass(frozen=True, slots=True)
class Named:
    """Look up who is named in what somebody publishes or changes."""

    identity: Identity

    def seats(self, given: NewItem | ItemChange, by: Caller) -> list[Seat]:
        """Those of whom it speaks that are or were members, in one call."""
        wanted = [*(given.co_authors or ()), *(it.member for it in given.credits or ())]
        return self.identity.seats(by.organisation, list(dict.fromkeys(wanted)))


def named_on(
    given: NewItem | ItemChange, seats: Sequence[Seat], author: MemberId, old: Item | None = None
) -> dict[str, Any]:
    """The fields that name somebody, with the names that they have now.

    Who is named already stays, also after leaving; nobody who has left is named anew.
    """
    names = {it.id: it.name for it in (*old.co_authors, *old.credits)} if old else {}
    names |= {it.member: it.name for it in seats if it.active}
    fields: dict[str, Any] = {}
    if given.co_authors is not None:
        others = [it for it in dict.fromkeys(given.co_authors) if it != author]
        fields["co_authors"] = [
            MemberRef(id=it, name=_name(it, names, "co_authors")) for it in others
        ]
    if given.credits is not None:
        fields["credits"] = [
            Credit(id=it.member, name=_name(it.member, names, "credits"), what=it.what)
            for it in {it.member: it for it in given.credits}.values()
        ]
    return fields


def mentions_in(item: Item, before: str, by: Caller) -> list[Event]:
    """The event of those whom an item mentions and did not before, if there are any."""
    if item.body == before:
        return []
    members, groups = (
        [it for it in mentioned(item.body, kind) if it not in mentioned(before, kind)]
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
        raise Invalid("there is no such member", field=field)
    return names[member]


named = Named(identity)
