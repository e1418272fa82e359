"""The search source of items."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from sharewell.aws import concurrency
from sharewell.content.files.model import PageRef, TextPage
from sharewell.content.model import AUTHORS_ONLY, Item
from sharewell.content.search_reader import ItemSearchReader
from sharewell.content.service import ItemService
from sharewell.core.caller import Caller
from sharewell.core.ids import FileId, GroupId, ItemId, OrganisationId
from sharewell.identity.service import IdentityService
from sharewell.search.markdown_text import markdown_to_text
from sharewell.search.model import Document, Part
from sharewell.search.source import HitPosition, HitView


@dataclass(frozen=True, slots=True)
class ItemSource:
    """Provides notes, links and files, and the pages of files."""

    items: ItemService
    search_reader: ItemSearchReader
    identity: IdentityService

    def load_document(self, organisation: OrganisationId, id: str) -> Document | None:
        """Returns the item with the text of all its pages; None if it is not to be found."""
        item = self.search_reader.get(organisation, ItemId(id))
        if item is None:
            return None
        file = item.file
        text = self.search_reader.list_all_pages(organisation, item.id, file.id) if file else ()
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

    def load_hits(self, places: Sequence[HitPosition], by: Caller) -> dict[str, HitView]:
        """Returns the items that the caller may see, with the text of the matching page, by id."""
        on_page = {
            it.id: PageRef(ItemId(it.id), FileId(it.of), it.page) for it in places if it.page
        }
        seen, pages = concurrency.run_concurrently(
            [
                partial(self.items.several_seen_by, by, [ItemId(it.id) for it in places]),
                partial(self.search_reader.get_pages, by.organisation, list(on_page.values())),
            ]
        )
        found = {item.id: item for item in seen}
        # The index may still hold pages of a file that was replaced: their text is not shown.
        text = {it.item: pages[it].text for it in on_page.values() if it in pages}
        text = {id: it for id, it in text.items() if _has_file(found.get(id), on_page[id].file)}
        return {
            place.id: HitView(
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

    def list_ids(self, organisation: OrganisationId) -> Iterator[str]:
        """Yields the ids of all items, by author and by group; an id may occur more than once."""
        groups: set[GroupId] = {AUTHORS_ONLY}
        after = None
        while True:
            members = self.identity.list_members(organisation, after)
            for member in members.items:
                groups |= self.identity.list_groups_of(member)
                yield from self.search_reader.list_by_author(organisation, member.member)
            if not (after := members.next):
                break
        for group in sorted(groups):
            yield from self.search_reader.list_for_group(organisation, group)


def _text_of(item: Item) -> str:
    file_name = item.file.name if item.file else None
    page = item.preview
    preview = (page.title, page.about) if page else ()
    return "\n".join(filter(None, (markdown_to_text(item.body), item.url, file_name, *preview)))


def _has_file(item: Item | None, file: FileId) -> bool:
    return item is not None and item.file is not None and item.file.id == file


def _part(page: TextPage, file: FileId) -> Part:
    text = f"{page.title}\n{page.text}" if page.title else page.text
    return Part(page=page.number, second=page.second, text=text, of=file)
