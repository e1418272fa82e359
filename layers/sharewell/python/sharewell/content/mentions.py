"""Whoever is mentioned in an item is told, as far as they may read it."""

from dataclasses import dataclass

from sharewell.content.findable import FindableItems, findable_items
from sharewell.content.model import Item
from sharewell.events import ItemMentioned
from sharewell.groups.mention_fanout import MentionFanout, mention_fanout
from sharewell.groups.roll import Roll, roll
from sharewell.identity.model import MemberRef
from sharewell.identity.service import Identity, identity
from sharewell.ids import GroupId, MemberId, OrganisationId
from sharewell.notices.model import NewNotice, NoticeKind
from sharewell.notices.service import Notices, notices


@dataclass(frozen=True, slots=True)
class Mentions:
    """Tell of mentions; hearing of one twice tells once."""

    items: FindableItems
    fanout: MentionFanout
    roll: Roll
    identity: Identity
    notices: Notices

    def tell(self, said: ItemMentioned) -> None:
        """Tell the people, and call the groups that whoever mentions them is in."""
        item = self.items.item(said.organisation, said.item)
        if item is None:
            return
        self.fanout.start(said, said.groups, said.by, f"item:{item.id}")
        readers = self._readers(said.organisation, item, said.members)
        by = self.identity.seat(said.organisation, said.by)
        notice = NewNotice(
            kind=NoticeKind.MENTION,
            ref=f"item:{item.id}",
            title=item.title,
            by=MemberRef(id=by.member, name=by.name),
            key=said.id,
            at=said.at,
        )
        self.notices.tell(said.organisation, readers, notice)

    def _readers(
        self, organisation: OrganisationId, item: Item, members: list[MemberId]
    ) -> list[MemberId]:
        seats = {it.member for it in self.identity.seats(organisation, members) if it.active}
        here = [it for it in members if it in seats]
        if not item.groups:
            return here
        shared = self.roll.shared(organisation, [GroupId(it) for it in item.groups], here)
        inside = {member for _, member in shared} | set(item.authors)
        return [it for it in here if it in inside]


mentions = Mentions(findable_items, mention_fanout, roll, identity, notices)
