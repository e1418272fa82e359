"""What the other domains let search know: one source for each kind of thing.

A source tells the present state of one thing, which of several things the asker may see right
now, and everything there is. Whatever changes what a source tells must say an event with `finds`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from sharewell import table
from sharewell.caller import Caller
from sharewell.channels.model import Channel
from sharewell.channels.service import Channels, channels
from sharewell.content.model import Item, State, TextPage
from sharewell.content.service import Items, items
from sharewell.errors import Missing
from sharewell.identity.service import Identity, identity
from sharewell.ids import ChannelId, GroupId, ItemId, MemberId, OrganisationId
from sharewell.profiles.model import Profile
from sharewell.profiles.service import Profiles, profiles
from sharewell.search.model import Document, Part
from sharewell.search.plain import plain
from sharewell.values import Value

_NOT_HERE_YET = (State.UPLOADING, State.STALLED)


class Place(Value):
    """A thing, and the page that a hit is on."""

    id: str
    page: int | None = None


class Shown(Value):
    """What a hit shows of a thing that the asker may see."""

    kind: str
    title: str
    text: str = ""
    channels: list[str] = []
    author: str | None = None
    created: datetime


class Source(Protocol):
    """One kind of thing that can be found."""

    def document(self, organisation: OrganisationId, id: str) -> Document | None:
        """All there is to find of it, read consistently; None when nobody should find it."""

    def shown(self, places: Sequence[Place], by: Caller) -> dict[str, Shown]:
        """Those that the caller may see at this instant, by id."""

    def every(self, organisation: OrganisationId) -> Iterator[str]:
        """The ids of all there are; one that is gone by now does no harm."""


@dataclass(frozen=True, slots=True)
class ItemSource:
    """Notes, links and files, and the pages of files."""

    items: Items
    identity: Identity

    def document(self, organisation: OrganisationId, id: str) -> Document | None:
        """The item with the text of all its pages."""
        row = self.items.store.row(organisation, ItemId(id))
        item = row.item() if row else None
        if item is None or item.deleted_at or (item.file and item.file.state in _NOT_HERE_YET):
            return None
        parts = [_part(page) for page in self._pages(organisation, item)] if item.file else []
        return Document(
            ref=f"item:{item.id}",
            kinds=["item", item.kind.value],
            acl=[*item.audiences, f"member:{item.author.id}"],
            title=item.title,
            body=_text_of(item),
            channels=list(item.channels),
            author=item.author.id,
            parts=[part for part in parts if part.text.strip()],
            created=item.created_at,
        )

    def shown(self, places: Sequence[Place], by: Caller) -> dict[str, Shown]:
        """Items, with the page that was hit."""
        wanted = [(ItemId(it.id), it.page) for it in places]
        on_page = [(id, page) for id, page in wanted if page is not None]
        seen, pages = table.at_once(
            [
                partial(self.items.several_seen_by, by, [id for id, _ in wanted]),
                partial(self.items.store.pages, by.organisation, on_page),
            ]
        )
        found = {item.id: item for item in seen}
        return {
            id: Shown(
                kind=item.kind.value,
                title=item.title,
                text=pages[id, page].text if (id, page) in pages else _text_of(item),
                channels=list(item.channels),
                author=item.author.name,
                created=item.created_at,
            )
            for id, page in wanted
            if (item := found.get(id))
        }

    def every(self, organisation: OrganisationId) -> Iterator[str]:
        """By author, and by group."""
        groups: set[GroupId] = set()
        after = None
        while True:
            seats = self.identity.all_seats(organisation, after)
            for seat in seats.items:
                groups |= self.identity.groups_of(seat)
                yield from self._listed(f"BY#{organisation}#{seat.member}")
            if not (after := seats.next):
                break
        for group in sorted(groups):
            yield from self._listed(f"FOR#{organisation}#{group}")

    def _listed(self, place: str) -> Iterator[str]:
        before: str | None = None
        while cards := self.items.store.cards(place, before, 100):
            yield from (card.id for card in cards)
            before = cards[-1].id

    def _pages(self, organisation: OrganisationId, item: Item) -> Iterator[TextPage]:
        after: str | None = None
        while True:
            rows = self.items.store.text(organisation, item.id, after)
            yield from (TextPage(**row.fields()) for row in rows.items)
            if not (after := rows.next):
                return


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
        found: list[Profile | None] = table.at_once(reads)
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


@dataclass(frozen=True, slots=True)
class ChannelSource:
    """Channels, by name and what belongs there."""

    channels: Channels

    def document(self, organisation: OrganisationId, id: str) -> Document | None:
        """The channel; everybody in the organisation sees it."""
        channel = self.channels.findable(organisation, ChannelId(id))
        if channel is None:
            return None
        return Document(
            ref=f"channel:{id}",
            kinds=["channel"],
            acl=["all"],
            title=channel.name,
            body=plain(channel.about),
            created=channel.opened_at,
        )

    def shown(self, places: Sequence[Place], by: Caller) -> dict[str, Shown]:
        """Channels of the caller's organisation."""
        reads = [partial(self._seen, by, ChannelId(it.id)) for it in places]
        found: list[Channel | None] = table.at_once(reads)
        return {
            channel.id: Shown(
                kind="channel",
                title=channel.name,
                text=plain(channel.about),
                created=channel.opened_at,
            )
            for channel in found
            if channel
        }

    def every(self, organisation: OrganisationId) -> Iterator[str]:
        """By name."""
        after: str | None = None
        while True:
            rows = self.channels.store.directory(organisation, after, 100)
            yield from (row.id for row in rows.items)
            if not (after := rows.next):
                return

    def _seen(self, who: Caller, id: ChannelId) -> Channel | None:
        try:
            return self.channels.seen_by(who, id)
        except Missing:
            return None


def _text_of(item: Item) -> str:
    file_name = item.file.name if item.file else None
    return "\n".join(filter(None, (plain(item.body), item.url, file_name)))


def _said_by(profile: Profile) -> str:
    about = ", ".join(filter(None, (profile.title, profile.department, profile.location)))
    said = (profile.working_on, profile.helps_with, profile.wants_to_learn, profile.how_i_work)
    return "\n".join(filter(None, (about, *map(plain, said))))


def _part(page: TextPage) -> Part:
    text = f"{page.title}\n{page.text}" if page.title else page.text
    return Part(page=page.number, second=page.second, text=text)


sources: dict[str, Source] = {
    "item": ItemSource(items, identity),
    "person": PersonSource(profiles, identity),
    "channel": ChannelSource(channels),
}
