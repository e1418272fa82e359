"""Stores list entries: small rows that repeat what a list shows of an item.

    read                                             key
    ----------------------------------------------   -------------------------------------
    a channel's items, newest first: for all         IN#<org>#<channel>[#<group>] / <item>
      or for a group
    an author's items, newest first: for all         BY#<org>#<member>[#<group>] / <item>
      or for a group
    a group's items, newest first                    FOR#<org>#<group> / <item>
    a member's restorable items, newest first        DELETED_BY#<org>#<member> / <deleted at>#<item>
    deleted items, the oldest first                  PURGE_DUE#<org> / <deleted at>#<item>

An entry holds what a card shows; 20 of them fit into one 4 kB read. Item ids sort by time, so the
sort key is the order.
"""

from datetime import UTC, datetime
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
)

from sharewell.aws.keys import KeyShape
from sharewell.aws.table import Row
from sharewell.content.model import Card, Item
from sharewell.core.caller import Caller
from sharewell.core.clock import format_timestamp
from sharewell.core.ids import OrganisationId
from sharewell.identity.model import MemberRef


class ListEntryRow(Row):
    """An item's entry in one list; attribute names are short because twenty are read at once.

    The sort key ends in the item's id. `visible_to`, ids of groups and members, is set only in
    lists of a single member, who may have left these groups.
    """

    in_channel = KeyShape("IN#<org>#<channel>[#<group>] / <item>")
    by_author = KeyShape("BY#<org>#<member>[#<group>] / <item>")
    for_group = KeyShape("FOR#<org>#<group> / <item>")
    deleted_by = KeyShape("DELETED_BY#<org>#<member> / <at:moment>#<item>")
    purge_due = KeyShape("PURGE_DUE#<org> / <at:moment>#<item>")

    kind = UnicodeAttribute(attr_name="k")
    title = UnicodeAttribute(attr_name="t")
    author = UnicodeAttribute(attr_name="a")
    author_name = UnicodeAttribute(attr_name="n")
    channels = UnicodeAttribute(attr_name="c", null=True)
    type = UnicodeAttribute(attr_name="y", null=True)
    state = UnicodeAttribute(attr_name="s", null=True)
    thumb = UnicodeAttribute(attr_name="h", null=True)
    review_by = NumberAttribute(attr_name="r", null=True)
    verified = BooleanAttribute(attr_name="v", null=True)
    visible_to = UnicodeAttribute(attr_name="g", null=True)

    def is_visible_to(self, who: Caller) -> bool:
        """Returns whether `who` can still see this entry of one of their own lists."""
        return not self.visible_to or not {who.member, *who.groups}.isdisjoint(
            self.visible_to.split()
        )

    def card(self) -> Card:
        """Returns the card stored in this row."""
        return Card.model_validate(
            {
                "id": self.key_value("item"),
                "kind": self.kind,
                "title": self.title,
                "author": MemberRef.model_validate({"id": self.author, "name": self.author_name}),
                "channels": self.channels.split() if self.channels else [],
                "type": self.type,
                "state": self.state,
                "thumb": self.thumb,
                "review_by": self.review_by and datetime.fromtimestamp(self.review_by, UTC),
                "verified": bool(self.verified),
            }
        )


def channel_list(organisation: OrganisationId, channel: str, group: str | None = None) -> str:
    """Returns the partition key of a channel's list, for the organisation or one group."""
    return ListEntryRow.in_channel.pk(organisation, channel, group)


def author_list(organisation: OrganisationId, member: str, group: str | None = None) -> str:
    """Returns the partition key of an author's list, for the organisation or one group."""
    return ListEntryRow.by_author.pk(organisation, member, group)


def group_list(organisation: OrganisationId, group: str) -> str:
    """Returns the partition key of the list of a group's items."""
    return ListEntryRow.for_group.pk(organisation, group)


def entry_keys(organisation: OrganisationId, item: Item) -> list[ListEntryRow]:
    """Returns all entries of an item: by channel, by author and by group."""
    lists = [
        pk
        for group in (item.groups or (None,))
        for pk in (
            *(channel_list(organisation, channel, group) for channel in item.channels),
            *(author_list(organisation, author, group) for author in item.authors),
        )
    ]
    lists += [group_list(organisation, group) for group in item.groups]
    fields = entry_fields(item)
    return [ListEntryRow(pk, item.id, **fields) for pk in lists]


def all_entry_keys(organisation: OrganisationId, item: Item) -> list[ListEntryRow]:
    """Returns all entries of an item; of a deleted one, those for restoring and purging it."""
    if item.deleted_at is None:
        return entry_keys(organisation, item)
    by = [*item.authors, *([item.deleted_by.id] if item.deleted_by else [])]
    lists = [ListEntryRow.deleted_by.pk(organisation, member) for member in dict.fromkeys(by)]
    fields = entry_fields(item) | {"visible_to": audience_ids(item)}
    sk = ListEntryRow.purge_due.sk(format_timestamp(item.deleted_at), item.id)
    return [
        ListEntryRow(it, sk, **fields) for it in [*lists, ListEntryRow.purge_due.pk(organisation)]
    ]


def audience_ids(item: Item) -> str | None:
    """Returns the ids of groups and authors who see an item; None if all members do."""
    return " ".join([*item.groups, *item.authors]) if item.groups else None


def entry_fields(item: Item) -> dict[str, Any]:
    """Returns the attributes that each list entry of an item repeats."""
    file, verification = item.file, item.verification
    return {
        "kind": item.kind.value,
        "title": item.title,
        "author": item.author.id,
        "author_name": item.author.name,
        "channels": " ".join(item.channels) or None,
        "type": file.type if file else None,
        "state": file.state.value if file else None,
        "thumb": item.thumb,
        "review_by": int(verification.review_by.timestamp()) if verification else None,
        "verified": True if verification and verification.verified_at else None,
    }
