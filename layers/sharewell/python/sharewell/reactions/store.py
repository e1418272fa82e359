"""Reactions and saved items as rows.

    read                                      key
    ---------------------------------------   ------------------------------------------------
    an item's numbers of reactions            ITEM#<org>#<item> / REACTION_COUNTS
    a member's reactions to an item           ITEM#<org>#<item> / REACTIONS#<member>
    who gave a reaction, in joining order     ITEM#<org>#<item> / REACTOR#<reaction>#<member>
    a member's saved items, newest first      SAVED#<org>#<member> / <when, as a ULID>

Counts have a row beside the item's, so counting changes neither its version nor its list entries.
"""

from collections.abc import Iterable

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UnicodeSetAttribute

from sharewell.aws import table
from sharewell.aws.keys import KeyShape, Parent
from sharewell.aws.table import KeyRange, Row, Transaction
from sharewell.core.caller import Caller
from sharewell.core.events import Event
from sharewell.core.ids import ItemId, MemberId, OrganisationId, ulid_time
from sharewell.core.pagination import Page
from sharewell.identity.model import MemberRef
from sharewell.reactions.model import Reaction, SavedItem

PAGE_SIZE = 20


class ReactionCountsRow(Row):
    """All reactions' counts, or one member's reactions: read together, so one class."""

    of_all = KeyShape("ITEM#<org>#<item> / REACTION_COUNTS", parent=Parent.ITEM)
    of_member = KeyShape("ITEM#<org>#<item> / REACTIONS#<member>", parent=Parent.ITEM)

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
        """Returns the number of each reaction; omits those with none."""
        counted = {it: int(getattr(self, it.value) or 0) for it in Reaction}
        return {it: count for it, count in counted.items() if count > 0}

    @property
    def reactions(self) -> set[Reaction]:
        """Returns one member's reactions."""
        return {Reaction(it) for it in self.given or ()}


class ReactorRow(Row):
    """A member who gave a reaction, with the name at that time."""

    key = KeyShape("ITEM#<org>#<item> / REACTOR#<reaction:word>#<member>", parent=Parent.ITEM)

    name = UnicodeAttribute(attr_name="n")


class SavedRow(Row):
    """An item that a member saved."""

    key = KeyShape("SAVED#<org>#<member> / <when>")

    item = UnicodeAttribute(attr_name="i")


class ReactionStore:
    """The store of reactions and saved items."""

    def get_counts_and_own(
        self, id: ItemId, caller: Caller
    ) -> tuple[ReactionCountsRow, ReactionCountsRow]:
        """Returns the counts of an item's reactions, and the caller's own."""
        pk = _pk(caller.organisation, id)
        all, own = ReactionCountsRow.of_all.sk(), ReactionCountsRow.of_member.sk(caller.member)
        rows = {it.sk: it for it in table.get_many(ReactionCountsRow, [(pk, all), (pk, own)])}
        return rows.get(all, ReactionCountsRow(pk, all)), rows.get(own, ReactionCountsRow(pk, own))

    def get_own(self, id: ItemId, caller: Caller) -> ReactionCountsRow:
        """Returns the caller's reactions to an item with a strongly consistent read."""
        key = ReactionCountsRow.of_member(caller.organisation, id, caller.member)
        return table.get(ReactionCountsRow, *key, consistent=True) or ReactionCountsRow(*key)

    def set_reactions(
        self,
        own: ReactionCountsRow,
        chosen: set[Reaction],
        by: Caller,
        tx: Transaction,
        *events: Event,
    ) -> None:
        """Writes all of the caller's reactions. Raises VersionConflict if they changed."""
        before = own.reactions
        values = {it.value for it in chosen}
        tx.update(
            own,
            [ReactionCountsRow.given.set(values) if values else ReactionCountsRow.given.remove()],
            *events,
            only_if=ReactionCountsRow.given == own.given
            if before
            else ReactionCountsRow.given.does_not_exist(),
        )
        for it in _sorted(chosen - before):
            tx.put(ReactorRow(own.pk, ReactorRow.key.sk(it.value, by.member), name=by.name))
        for it in _sorted(before - chosen):
            tx.delete(ReactorRow(own.pk, ReactorRow.key.sk(it.value, by.member)))
        steps = [(it, 1) for it in _sorted(chosen - before)]
        steps += [(it, -1) for it in _sorted(before - chosen)]
        counts = ReactionCountsRow(own.pk, ReactionCountsRow.of_all.sk())
        tx.update(counts, [getattr(ReactionCountsRow, it.value).add(step) for it, step in steps])

    def list_reactors(
        self, organisation: OrganisationId, id: ItemId, reaction: Reaction, after: str | None
    ) -> Page[MemberRef]:
        """Returns a page of the members who gave a reaction."""
        prefix = ReactorRow.key.begins(reaction.value)
        rows = table.query_page(
            ReactorRow, _pk(organisation, id), KeyRange(prefix=prefix), after=after, limit=PAGE_SIZE
        )
        found = [MemberRef(id=MemberId(it.key_value("member")), name=it.name) for it in rows.items]
        return Page(items=found, next=rows.next)

    def save(
        self, own: ReactionCountsRow, id: ItemId, by: Caller, at: str, tx: Transaction
    ) -> None:
        """Adds an item to the caller's saved items. Raises VersionConflict if it was there."""
        not_saved = ReactionCountsRow.saved.does_not_exist()
        tx.update(own, [ReactionCountsRow.saved.set(at)], only_if=not_saved)
        tx.put(SavedRow(_saved_pk(by), at, item=id))

    def unsave(self, own: ReactionCountsRow, by: Caller, tx: Transaction) -> None:
        """Removes a saved item. Raises VersionConflict if it was removed meanwhile."""
        tx.update(
            own, [ReactionCountsRow.saved.remove()], only_if=ReactionCountsRow.saved == own.saved
        )
        tx.delete(SavedRow(_saved_pk(by), own.saved))

    def list_saved(self, by: Caller, after: str | None) -> Page[SavedItem]:
        """Returns a page of the caller's saved items, newest first."""
        rows = table.query_page(SavedRow, _saved_pk(by), after=after, limit=PAGE_SIZE, reverse=True)
        found = [SavedItem(item=ItemId(it.item), saved_at=ulid_time(it.sk)) for it in rows.items]
        return Page(items=found, next=rows.next)

    def remove_from_saved(self, organisation: OrganisationId, id: ItemId) -> None:
        """Removes an item from all members' saved items."""
        after: str | None = None
        while True:
            rows = table.query_page(
                ReactionCountsRow,
                _pk(organisation, id),
                KeyRange(prefix=ReactionCountsRow.of_member.begins()),
                after=after,
                consistent=True,
            )
            with table.transaction() as tx:
                for row in rows.items:
                    if row.saved:
                        key = SavedRow.key(organisation, row.key_value("member"), row.saved)
                        tx.delete(SavedRow(*key))
            if not (after := rows.next):
                return


def _sorted(reactions: Iterable[Reaction]) -> list[Reaction]:
    return sorted(reactions)


def _pk(organisation: OrganisationId, id: ItemId) -> str:
    return ReactionCountsRow.of_all.pk(organisation, id)


def _saved_pk(caller: Caller) -> str:
    return SavedRow.key.pk(caller.organisation, caller.member)
