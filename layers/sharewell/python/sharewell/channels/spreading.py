"""What channels say of the items in them, for those who carry it there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sharewell.channels.intake_store import Intakes
from sharewell.channels.model import Channel
from sharewell.channels.spread_store import Spreads
from sharewell.channels.store import ChannelStore
from sharewell.events import ChannelSwitched
from sharewell.ids import ChannelId, GroupId, ItemId, OrganisationId, derive_ulid, min_ulid
from sharewell.table import Write


@dataclass(frozen=True, slots=True)
class Spreading:
    """A change of what a channel says is carried to its items part by part."""

    store: ChannelStore
    spreads: Spreads
    intakes: Intakes

    def as_they_are(self, organisation: OrganisationId, ids: Sequence[ChannelId]) -> list[Channel]:
        """These channels at this instant, for nobody in particular."""
        return self.store.several(organisation, ids, consistent=True)

    def must_say(
        self, write: Write, organisation: OrganisationId, channels: Sequence[Channel]
    ) -> None:
        """Refuse the open write unless these channels still say what they did."""
        for it in channels:
            self.store.must_say(write, organisation, it)

    def lists(self, said: ChannelSwitched) -> list[GroupId | None] | None:
        """The lists that are left to look into; None when this step was taken."""
        if not self.spreads.is_due(said):
            return None
        groups = self.intakes.groups(said.organisation, said.channel)
        whole: list[GroupId | None] = [None] if said.passed is None else []
        return [*whole, *(it for it in groups if it > (said.passed or ""))]

    def go_on(
        self, said: ChannelSwitched, at: datetime, passed: str | None, before: ItemId | None
    ) -> None:
        """Say the next step."""
        step = said.step + 1
        id = derive_ulid(min_ulid(at), said.run, str(step))
        changes = {"id": id, "at": at, "step": step, "passed": passed, "before": before}
        self.spreads.go_on(said, said.model_copy(update=changes))

    def end(self, said: ChannelSwitched) -> None:
        """Nothing is left."""
        self.spreads.go_on(said, None)


spreading = Spreading(ChannelStore(), Spreads(), Intakes())
