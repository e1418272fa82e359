"""What search asks of items, for nobody in particular: all there are, as they are right now."""

from collections.abc import Iterator
from dataclasses import dataclass

from sharewell.content.media.model import PageOf, State, TextPage
from sharewell.content.model import Item
from sharewell.content.places_store import author_list, channel_list, group_list
from sharewell.content.store import ItemStore
from sharewell.ids import ChannelId, FileId, GroupId, ItemId, MemberId, OrganisationId

_NOT_HERE_YET = (State.UPLOADING, State.STALLED)
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class FindableItems:
    """Items that somebody may find. Who that is, is for search's access clause to say."""

    store: ItemStore

    def item(self, organisation: OrganisationId, id: ItemId) -> Item | None:
        """The item, unless it is deleted or its bytes have not come."""
        row = self.store.row(organisation, id)
        item = row.item() if row else None
        if item is None or item.deleted_at or (item.file and item.file.state in _NOT_HERE_YET):
            return None
        return item

    def text(self, organisation: OrganisationId, id: ItemId, file: FileId) -> Iterator[TextPage]:
        """Every page of a file."""
        after: str | None = None
        while True:
            rows = self.store.text(organisation, id, file, after, consistent=True)
            yield from (TextPage(**row.fields()) for row in rows.items)
            if not (after := rows.next):
                return

    def pages(self, organisation: OrganisationId, wanted: list[PageOf]) -> dict[PageOf, TextPage]:
        """Single pages of several files, for those whom the items were shown to."""
        return self.store.pages(organisation, wanted)

    def by_author(self, organisation: OrganisationId, member: MemberId) -> Iterator[ItemId]:
        """What a member has published for everybody."""
        yield from self._listed(author_list(organisation, member))

    def for_group(self, organisation: OrganisationId, group: GroupId) -> Iterator[ItemId]:
        """What is for a group alone."""
        yield from self._listed(group_list(organisation, group))

    def some_in(
        self,
        organisation: OrganisationId,
        channel: ChannelId,
        group: GroupId | None,
        before: ItemId | None,
        limit: int,
    ) -> list[ItemId]:
        """The newest in a channel, for everybody or for one group, that are older than `before`."""
        place = channel_list(organisation, channel, group)
        return [it.id for it in self.store.cards(place, before, limit, consistent=True)]

    def _listed(self, place: str) -> Iterator[ItemId]:
        before: str | None = None
        while cards := self.store.cards(place, before, _AT_ONCE):
            yield from (card.id for card in cards)
            before = cards[-1].id


findable_items = FindableItems(ItemStore())
