"""How a member comes to know what concerns them. Who reacts to an event tells; lists.py reads."""

from collections.abc import Sequence
from dataclasses import dataclass

from sharewell.clock import Clock, now
from sharewell.ids import MemberId, OrganisationId
from sharewell.notices.model import NewNotice
from sharewell.notices.store import NoticeStore


@dataclass(frozen=True, slots=True)
class Notices:
    """Tell members what happened."""

    store: NoticeStore
    now: Clock = now

    def tell(self, organisation: OrganisationId, to: Sequence[MemberId], notice: NewNotice) -> None:
        """Tell each of these members, but not whoever did it; again is the same."""
        self.store.deliver(organisation, notice.meant_for(to), notice, self.now())


notices = Notices(NoticeStore())
