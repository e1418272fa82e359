"""Reads items on behalf of search and consumers, without checking a caller's access."""

from collections.abc import Iterator
from dataclasses import dataclass

from sharewell.content.files.model import FileState, PageRef, TextPage
from sharewell.content.list_entries_store import author_list, channel_list, group_list
from sharewell.content.model import Item
from sharewell.content.store import ItemStore
from sharewell.core.ids import ChannelId, FileId, GroupId, ItemId, MemberId, OrganisationId

_WITHOUT_BYTES = (FileState.UPLOADING, FileState.STALLED)
_BATCH_SIZE = 100


@dataclass(frozen=True, slots=True)
class ItemSearchReader:
    """Reads items that can be found. Search's access clause decides who finds them."""

    store: ItemStore

    def get(self, organisation: OrganisationId, id: ItemId) -> Item | None:
        """Returns the item with a strongly consistent read; None if deleted or still uploading."""
        row = self.store.get_row(organisation, id)
        item = row.item() if row else None
        if item is None or item.deleted_at or (item.file and item.file.state in _WITHOUT_BYTES):
            return None
        return item

    def list_all_pages(
        self, organisation: OrganisationId, id: ItemId, file: FileId
    ) -> Iterator[TextPage]:
        """Yields every text page of a file."""
        after: str | None = None
        while True:
            rows = self.store.list_text_pages(organisation, id, file, after, consistent=True)
            yield from (TextPage(**row.fields()) for row in rows.items)
            if not (after := rows.next):
                return

    def get_pages(
        self, organisation: OrganisationId, wanted: list[PageRef]
    ) -> dict[PageRef, TextPage]:
        """Returns single text pages of several files. The caller checks access to the items."""
        return self.store.get_text_pages(organisation, wanted)

    def list_by_author(self, organisation: OrganisationId, member: MemberId) -> Iterator[ItemId]:
        """Yields the ids of items that a member has published for the whole organisation."""
        yield from self._list_visible(author_list(organisation, member))

    def list_for_group(self, organisation: OrganisationId, group: GroupId) -> Iterator[ItemId]:
        """Yields the ids of a group's items."""
        yield from self._list_visible(group_list(organisation, group))

    def list_in_channel(
        self,
        organisation: OrganisationId,
        channel: ChannelId,
        group: GroupId | None,
        before: ItemId | None,
        limit: int,
    ) -> list[ItemId]:
        """Returns the newest item ids older than `before` in a channel's list.

        The list is that for one group or, if `group` is None, for the whole organisation.
        """
        pk = channel_list(organisation, channel, group)
        return [it.id for it in self.store.list_cards(pk, before, limit, consistent=True)]

    def _list_visible(self, pk: str) -> Iterator[ItemId]:
        before: str | None = None
        while cards := self.store.list_cards(pk, before, _BATCH_SIZE):
            yield from (card.id for card in cards)
            before = cards[-1].id


item_search_reader = ItemSearchReader(ItemStore())
