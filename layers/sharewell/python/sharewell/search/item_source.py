"""Items as search sees them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from sharewell import concurrency
from sharewell.caller import Caller
from sharewell.content.findable import FindableItems
from sharewell.content.media.model import PageOf, TextPage
from sharewell.content.model import ALONE, Item
from sharewell.content.service import Items
from sharewell.identity.service import Identity
from sharewell.ids import FileId, GroupId, ItemId, OrganisationId
from sharewell.search.model import Document, Part
from sharewell.search.plain import plain
from sharewell.search.source import Place, Shown


@dataclass(frozen=True, slots=True)
class ItemSource:
    """Notes, links and files, and the pages of files."""

    items: Items
    findable: FindableItems
    identity: Identity

    def document(self, organisation: OrganisationId, id: str) -> Document | None:
        """The item with the text of all its pages."""
        item = self.findable.item(organisation, ItemId(id))
        if item is None:
            return None
        file = item.file
        text = self.findable.text(organisation, item.id, file.id) if file else ()
        parts = [_part(page, file.id) for page in text] if file else []
        return Document(
            ref=f"item:{item.id}",
            kinds=["item", item.kind.value],
            acl=[*item.audiences, *(f"member:{it}" for it in item.authors)],
            title=item.title,
            body="\n".join([_text_of(item), *item.tags]),
            tags=[f"tag:{tag}" for tag in item.tags],
            channels=list(item.channels),
            author=item.author.id,
            parts=[part for part in parts if part.text.strip()],
            created=item.created_at,
            review_by=item.verification.review_by if item.verification else None,
        )

    def shown(self, places: Sequence[Place], by: Caller) -> dict[str, Shown]:
        """Items, with the page that was hit."""
        on_page = {it.id: PageOf(ItemId(it.id), FileId(it.of), it.page) for it in places if it.page}
        seen, pages = concurrency.run_concurrently(
            [
                partial(self.items.several_seen_by, by, [ItemId(it.id) for it in places]),
                partial(self.findable.pages, by.organisation, list(on_page.values())),
            ]
        )
        found = {item.id: item for item in seen}
        # What the index has of a file that is replaced by now is nobody's to see.
        text = {it.item: pages[it].text for it in on_page.values() if it in pages}
        text = {id: it for id, it in text.items() if _has(found.get(id), on_page[id].file)}
        return {
            place.id: Shown(
                kind=item.kind.value,
                title=item.title,
                text=text.get(item.id) or _text_of(item),
                channels=list(item.channels),
                author=item.author.name,
                created=item.created_at,
            )
            for place in places
            if (item := found.get(ItemId(place.id)))
        }

    def every(self, organisation: OrganisationId) -> Iterator[str]:
        """By author, and by group."""
        groups: set[GroupId] = {ALONE}
        after = None
        while True:
            seats = self.identity.all_seats(organisation, after)
            for seat in seats.items:
                groups |= self.identity.groups_of(seat)
                yield from self.findable.by_author(organisation, seat.member)
            if not (after := seats.next):
                break
        for group in sorted(groups):
            yield from self.findable.for_group(organisation, group)


def _text_of(item: Item) -> str:
    file_name = item.file.name if item.file else None
    page = item.preview
    said = (page.title, page.about) if page else ()
    return "\n".join(filter(None, (plain(item.body), item.url, file_name, *said)))


def _has(item: Item | None, file: FileId) -> bool:
    return item is not None and item.file is not None and item.file.id == file


def _part(page: TextPage, file: FileId) -> Part:
    text = f"{page.title}\n{page.text}" if page.title else page.text
    return Part(page=page.number, second=page.second, text=text, of=file)
