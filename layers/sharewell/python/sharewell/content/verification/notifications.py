"""Whoever is to verify an item hears of it."""

from dataclasses import dataclass

from sharewell.content.findable import FindableItems, findable_items
from sharewell.events import VerifierNamed
from sharewell.identity.model import MemberRef
from sharewell.identity.service import Identity, identity
from sharewell.notices.model import NewNotice, NoticeKind
from sharewell.notices.service import Notices, notices


@dataclass(frozen=True, slots=True)
class Telling:
    """Give notice; twice is once."""

    items: FindableItems
    identity: Identity
    notices: Notices

    def named(self, said: VerifierNamed) -> None:
        """Tell those who have been chosen, or stand in for somebody who left."""
        item = self.items.item(said.organisation, said.item)
        if item is None:
            return
        notice = NewNotice(
            kind=NoticeKind.VERIFY,
            ref=f"item:{item.id}",
            title=item.title,
            by=self._who(said),
            key=said.id,
            at=said.at,
        )
        self.notices.tell(said.organisation, said.verifiers, notice)

    def _who(self, said: VerifierNamed) -> MemberRef | None:
        if said.by is None:
            return None
        return MemberRef(id=said.by, name=self.identity.seat(said.organisation, said.by).name)


telling = Telling(findable_items, identity, notices)
