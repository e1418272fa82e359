"""Reactions and saved items, as rows.

    read                                       key
    ----------------------------------------   ------------------------------------------------
    how often each reaction was given          ITEM#<org>#<item> / TALLY
    what one member made of an item            ITEM#<org>#<item> / OF#<member>
    who gave a reaction, by when they joined   ITEM#<org>#<item> / WHO#<reaction>#<member>
    what a member saved, newest first          SAVED#<org>#<member> / <when, as a ULID>

Counts lie beside the item, so that counting changes neither its version nor its places.
"""

from collections.abc import Iterable

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UnicodeSetAttribute

from sharewell import table
from sharewell.caller import Caller
from sharewell.events import Event
from sharewell.identity.model import MemberRef
from sharewell.ids import ItemId, MemberId, OrganisationId, ulid_time
from sharewell.keys import KeyShape, Parent
from sharewell.page import Page
from sharewell.reactions.model import Reaction, SavedItem
from sharewell.table import KeyRange, Row, Write

LISTED = 20


class TallyRow(Row):
    """How often each reaction was given, or what one member gave: read together, so one class."""

    of_all = KeyShape("ITEM#<org>#<item> / TALLY", parent=Parent.ITEM)
    of_member = KeyShape("ITEM#<org>#<item> / OF#<member>", parent=Parent.ITEM)

    helped = NumberAttribute(null=True)
    thanks = NumberAttribute(null=True)
    agree = NumberAttribute(null=True)
    insight = NumberAttribute(null=True)
    celebrate = NumberAttribute(null=True)
    laugh = NumberAttribute(null=True)
    given = UnicodeSetAttribute(null=True)
    saved = UnicodeAttribute(null=True)

    @property
    def counts(self) -> dict[Reaction, int]:
        """How often each was given; those that nobody gave are left out."""
        counted = {it: int(getattr(self, it.value) or 0) for it in Reaction}
        return {it: count for it, count in counted.items() if count > 0}

    @property
    def reactions(self) -> set[Reaction]:
        """What one member gave."""
        return {Reaction(it) for it in self.given or ()}


class WhoRow(Row):
    """That somebody gave a reaction, with the name they had."""

    key = KeyShape("ITEM#<org>#<item> / WHO#<reaction:word>#<member>", parent=Parent.ITEM)

    name = UnicodeAttribute(attr_name="n")


class SavedRow(Row):
    """An item that a member saved."""

    key = KeyShape("SAVED#<org>#<member> / <when>")

    item = UnicodeAttribute(attr_name="i")


class ReactionStore:
    """Where reactions and saved items are kept."""

    def of(self, id: ItemId, who: Caller) -> tuple[TallyRow, TallyRow]:
        """How often each reaction was given, and what `who` made of the item."""
        pk = _pk(who.organisation, id)
        every, own = TallyRow.of_all.sk(), TallyRow.of_member.sk(who.member)
        rows = {it.sk: it for it in table.get_many(TallyRow, [(pk, every), (pk, own)])}
        return rows.get(every, TallyRow(pk, every)), rows.get(own, TallyRow(pk, own))

    def own(self, id: ItemId, who: Caller) -> TallyRow:
        """What `who` made of the item, as it is at this instant."""
        key = TallyRow.of_member(who.organisation, id, who.member)
        return table.get(TallyRow, *key, consistent=True) or TallyRow(*key)

    def react(
        self, own: TallyRow, chosen: set[Reaction], by: Caller, write: Write, *said: Event
    ) -> None:
        """Have these reactions be all that `by` gives; Stale when they chose others meanwhile."""
        had = own.reactions
        values = {it.value for it in chosen}
        write.update(
            own,
            [TallyRow.given.set(values) if values else TallyRow.given.remove()],
            *said,
            only_if=TallyRow.given == own.given if had else TallyRow.given.does_not_exist(),
        )
        for it in _sorted(chosen - had):
            write.put(WhoRow(own.pk, WhoRow.key.sk(it.value, by.member), name=by.name))
        for it in _sorted(had - chosen):
            write.remove(WhoRow(own.pk, WhoRow.key.sk(it.value, by.member)))
        steps = [(it, 1) for it in _sorted(chosen - had)]
        steps += [(it, -1) for it in _sorted(had - chosen)]
        tally = TallyRow(own.pk, TallyRow.of_all.sk())
        write.update(tally, [getattr(TallyRow, it.value).add(step) for it, step in steps])

    def who(
        self, organisation: OrganisationId, id: ItemId, reaction: Reaction, after: str | None
    ) -> Page[MemberRef]:
        """A page of those who gave a reaction."""
        begins = WhoRow.key.begins(reaction.value)
        rows = table.query_page(
            WhoRow, _pk(organisation, id), KeyRange(prefix=begins), after=after, limit=LISTED
        )
        found = [MemberRef(id=MemberId(it.key_value("member")), name=it.name) for it in rows.items]
        return Page(items=found, next=rows.next)

    def save(self, own: TallyRow, id: ItemId, by: Caller, at: str, write: Write) -> None:
        """Put an item first on the caller's list; Stale when another window was quicker."""
        unless = TallyRow.saved.does_not_exist()
        write.update(own, [TallyRow.saved.set(at)], only_if=unless)
        write.put(SavedRow(_saved(by), at, item=id))

    def unsave(self, own: TallyRow, by: Caller, write: Write) -> None:
        """Take it off the list; Stale when another window was quicker."""
        write.update(own, [TallyRow.saved.remove()], only_if=TallyRow.saved == own.saved)
        write.remove(SavedRow(_saved(by), own.saved))

    def saved(self, by: Caller, after: str | None) -> Page[SavedItem]:
        """A page of what the caller saved, newest first."""
        rows = table.query_page(SavedRow, _saved(by), after=after, limit=LISTED, reverse=True)
        found = [SavedItem(item=ItemId(it.item), at=ulid_time(it.sk)) for it in rows.items]
        return Page(items=found, next=rows.next)

    def forget(self, organisation: OrganisationId, id: ItemId) -> None:
        """Take an item off every list that it was saved on."""
        after: str | None = None
        while True:
            rows = table.query_page(
                TallyRow,
                _pk(organisation, id),
                KeyRange(prefix=TallyRow.of_member.begins()),
                after=after,
                consistent=True,
            )
            with table.write() as write:
                for row in rows.items:
                    if row.saved:
                        key = SavedRow.key(organisation, row.key_value("member"), row.saved)
                        write.remove(SavedRow(*key))
            if not (after := rows.next):
                return


def _sorted(some: Iterable[Reaction]) -> list[Reaction]:
    return sorted(some)


def _pk(organisation: OrganisationId, id: ItemId) -> str:
    return TallyRow.of_all.pk(organisation, id)


def _saved(who: Caller) -> str:
    return SavedRow.key.pk(who.organisation, who.member)
