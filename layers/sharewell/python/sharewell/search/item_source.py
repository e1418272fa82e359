"""Items as search sees them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from sharewell import table
from sharewell.caller import Caller
from sharewell.content.model import Item, State, TextPage
from sharewell.content.service import Items
from sharewell.identity.service import Identity
from sharewell.ids import GroupId, ItemId, OrganisationId
from sharewell.search.model import Document, Part
from sharewell.search.plain import plain
from sharewell.search.source import Place, Shown

_NOT_HERE_YET = (State.UPLOADING, State.STALLED)


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


def _text_of(item: Item) -> str:
    file_name = item.file.name if item.file else None
    return "\n".join(filter(None, (plain(item.body), item.url, file_name)))


def _part(page: TextPage) -> Part:
    text = f"{page.title}\n{page.text}" if page.title else page.text
    return Part(page=page.number, second=page.second, text=text)
