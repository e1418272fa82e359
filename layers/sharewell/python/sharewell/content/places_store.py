"""Items' lines in lists, as rows.

    read                                             key
    ----------------------------------------------   -------------------------------------
    a channel, newest first: for all, for a group    IN#<org>#<channel>[#<group>] / <item>
    an author, newest first: for all, for a group    BY#<org>#<member>[#<group>] / <item>
    a group, newest first                            FOR#<org>#<group> / <item>
    what a member may restore, newest first          BIN#<org>#<member> / <deleted at>#<item>
    what is to go for good, the oldest first         GONE#<org> / <deleted at>#<item>

A place is a small row that holds what a card shows; 20 of them fit into one 4 kB read. Item ids
sort by time, so the range key is the order.
"""

from datetime import UTC, datetime
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
)

from sharewell.caller import Caller
from sharewell.clock import moment
from sharewell.content.model import Card, Item
from sharewell.identity.model import MemberRef
from sharewell.ids import OrganisationId
from sharewell.keys import KeyShape
from sharewell.table import Row


class PlaceRow(Row):
    """An item's line in one list; the names are short because twenty are read at once.

    Its sort key ends in the item's id. `seen_by`, groups and members, stands only in lists of a
    single member, who may have left these groups.
    """

    in_channel = KeyShape("IN#<org>#<channel>[#<group>] / <item>")
    by_author = KeyShape("BY#<org>#<member>[#<group>] / <item>")
    for_group = KeyShape("FOR#<org>#<group> / <item>")
    restorable = KeyShape("BIN#<org>#<member> / <at:moment>#<item>")
    doomed = KeyShape("GONE#<org> / <at:moment>#<item>")

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
    seen_by = UnicodeAttribute(attr_name="g", null=True)

    def is_shown_to(self, who: Caller) -> bool:
        """Whether they still see what stands in a list of their own."""
        return not self.seen_by or not {who.member, *who.groups}.isdisjoint(self.seen_by.split())

    def card(self) -> Card:
        """The card this row keeps."""
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
    """The list of a channel, for everybody or for one group."""
    return PlaceRow.in_channel.pk(organisation, channel, group)


def author_list(organisation: OrganisationId, member: str, group: str | None = None) -> str:
    """The list of what a member published, for everybody or for one group."""
    return PlaceRow.by_author.pk(organisation, member, group)


def group_list(organisation: OrganisationId, group: str) -> str:
    """The list of what is for one group alone."""
    return PlaceRow.for_group.pk(organisation, group)


def places(organisation: OrganisationId, item: Item) -> list[PlaceRow]:
    """Every line of an item: in its channels, with its author, for its groups."""
    homes = [
        home
        for group in (item.groups or (None,))
        for home in (
            *(channel_list(organisation, channel, group) for channel in item.channels),
            *(author_list(organisation, author, group) for author in item.authors),
        )
    ]
    homes += [group_list(organisation, group) for group in item.groups]
    line = line_of(item)
    return [PlaceRow(home, item.id, **line) for home in homes]


def all_places(organisation: OrganisationId, item: Item) -> list[PlaceRow]:
    """Every line of an item; of one that is deleted, those from which it comes back or goes."""
    if item.deleted_at is None:
        return places(organisation, item)
    by = [*item.authors, *([item.deleted_by.id] if item.deleted_by else [])]
    homes = [PlaceRow.restorable.pk(organisation, member) for member in dict.fromkeys(by)]
    line = line_of(item) | {"seen_by": seen_by(item)}
    place = PlaceRow.doomed.sk(moment(item.deleted_at), item.id)
    return [PlaceRow(it, place, **line) for it in [*homes, PlaceRow.doomed.pk(organisation)]]


def seen_by(item: Item) -> str | None:
    """Groups and members who see an item; None where everybody does."""
    return " ".join([*item.groups, *item.authors]) if item.groups else None


def line_of(item: Item) -> dict[str, Any]:
    """What each line of an item says of it."""
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
