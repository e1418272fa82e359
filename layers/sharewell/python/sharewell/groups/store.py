"""Groups, as rows; the rows themselves and their keys stand in rows_store.py."""

from collections.abc import Sequence
from typing import Any

from sharewell import table
from sharewell.clock import now
from sharewell.errors import Conflict, Missing, Stale
from sharewell.events import Event
from sharewell.groups.model import (
    Counted,
    Group,
    GroupCard,
    GroupMember,
    Membership,
)
from sharewell.groups.rows_store import (
    WORDS,
    GroupLineRow,
    GroupMemberRow,
    GroupRow,
    ListedGroupRow,
    ended,
    fields_of,
    is_as,
    is_listed,
    kept_of,
    key,
    line,
    listing,
    member_of,
    membership_of,
    place,
    words_of,
)
from sharewell.ids import GroupId, MemberId, OrganisationId
from sharewell.page import Page
from sharewell.pictures.saying import shown
from sharewell.table import KeyRange, Write


class GroupStore:
    """Where groups are kept. The version of a group counts its words, not its members."""

    def group(
        self, organisation: OrganisationId, id: GroupId, *, consistent: bool = False
    ) -> Group | None:
        """One group."""
        row = table.get(GroupRow, *key(organisation, id), consistent=consistent)
        return row.group() if row else None

    def groups(self, organisation: OrganisationId, ids: Sequence[GroupId]) -> list[Group]:
        """These groups, in no order."""
        rows = table.get_many(GroupRow, [key(organisation, id) for id in ids])
        return [row.group() for row in rows]

    def listed(self, organisation: OrganisationId, after: str | None) -> Page[GroupCard]:
        """Groups that all may know of, by name."""
        rows = table.query_page(ListedGroupRow, ListedGroupRow.key.pk(organisation), after=after)
        cards = [
            GroupCard(id=GroupId(row.key_value("group")), **row.fields()) for row in rows.items
        ]
        return Page(items=cards, next=rows.next)

    def membership(
        self, organisation: OrganisationId, id: GroupId, member: MemberId
    ) -> Membership | None:
        """What a member is in a group this instant."""
        pk, sk = place(organisation, id, member)
        row = table.get(GroupMemberRow, pk, sk, consistent=True)
        return membership_of(row) if row else None

    def own(
        self, organisation: OrganisationId, ids: Sequence[GroupId], member: MemberId
    ) -> dict[GroupId, Membership]:
        """What a member is in those of these groups that they are in."""
        keys = {place(organisation, id, member): id for id in ids}
        rows = table.get_many(GroupMemberRow, list(keys))
        return {keys[row.pk, row.sk]: membership_of(row) for row in rows}

    def memberships(
        self, organisation: OrganisationId, id: GroupId, members: Sequence[MemberId]
    ) -> dict[MemberId, Membership]:
        """Those of these members who are in a group."""
        keys = [place(organisation, id, member) for member in members]
        found = map(membership_of, table.get_many(GroupMemberRow, keys, consistent=True))
        return {it.member: it for it in found}

    def members(
        self,
        organisation: OrganisationId,
        id: GroupId,
        begins: str,
        after: str | None,
        *,
        consistent: bool = False,
    ) -> Page[GroupMember]:
        """Who is in a group: those whose lines begin so."""
        pk, _ = key(organisation, id)
        rows = table.query_page(
            GroupLineRow,
            pk,
            KeyRange(prefix=GroupLineRow.key.begins() + begins),
            after=after,
            consistent=consistent,
        )
        return Page(items=[member_of(row) for row in rows.items], next=rows.next)

    def list_memberships(
        self, organisation: OrganisationId, id: GroupId, limit: int
    ) -> list[Membership]:
        """Returns the first memberships of a group, with a strongly consistent read."""
        pk, _ = key(organisation, id)
        begins = GroupMemberRow.key.begins()
        rows = table.query(
            GroupMemberRow, pk, KeyRange(prefix=begins), limit=limit, consistent=True
        )
        return [membership_of(row) for row in rows]

    def add(self, write: Write, organisation: OrganisationId, new: Group, said: Event) -> None:
        """Keep a new group, whose people are put in within the same write."""
        news = shown(organisation, said.at, f"group:{new.id}", new.purpose)
        write.add(GroupRow(*key(organisation, new.id), **kept_of(new)), said, *news)
        if is_listed(new):
            write.put(listing(organisation, new))

    def put_in(
        self, write: Write, organisation: OrganisationId, id: GroupId, new: Membership, *said: Event
    ) -> None:
        """Keep what somebody is in a group; Conflict when they are in. `count` counts them."""
        row = GroupMemberRow(*place(organisation, id, new.member), **fields_of(new))
        write.add(row, *said, taken=f"{new.name} is in this group")
        write.put(line(organisation, id, new))

    def must_be_in(
        self, write: Write, organisation: OrganisationId, id: GroupId, member: MemberId
    ) -> None:
        """Refuse the open write for somebody who is not in a group."""
        where = place(organisation, id, member)
        is_in = GroupMemberRow.pk.exists()
        write.check(GroupMemberRow, *where, is_in, Conflict("they are not in this group"))

    def must_not_be_in(
        self, write: Write, organisation: OrganisationId, id: GroupId, member: MemberId
    ) -> None:
        """Refuse the open write for somebody who is in a group."""
        where = place(organisation, id, member)
        is_out = GroupMemberRow.pk.does_not_exist()
        write.check(GroupMemberRow, *where, is_out, Conflict("they are in this group"))

    def must_stand(self, write: Write, organisation: OrganisationId, id: GroupId) -> None:
        """Refuse the open write once a group is deleted."""
        stands = GroupRow.pk.exists() & GroupRow.deleted_at.does_not_exist()
        write.check(GroupRow, *key(organisation, id), stands, Missing("there is no such group"))

    def take_out(
        self, write: Write, organisation: OrganisationId, id: GroupId, old: Membership
    ) -> None:
        """Forget what somebody was in a group; Stale when they are that no more."""
        row = GroupMemberRow(*place(organisation, id, old.member))
        write.remove(row, only_if=is_as(old))
        write.remove(line(organisation, id, old))

    def recast(
        self,
        write: Write,
        organisation: OrganisationId,
        id: GroupId,
        old: Membership,
        new: Membership,
        *said: Event,
    ) -> None:
        """Keep another role or name; Stale when they are not what they were."""
        actions = [
            GroupMemberRow.role.set(new.role.value),
            GroupMemberRow.way.set(new.why.way.value),
            GroupMemberRow.by.set(new.why.by) if new.why.by else GroupMemberRow.by.remove(),
            GroupMemberRow.name.set(new.name),
        ]
        is_same = is_as(old) & (GroupMemberRow.name == old.name)
        row = GroupMemberRow(*place(organisation, id, old.member))
        write.update(row, actions, *said, only_if=is_same)
        before, after = line(organisation, id, old), line(organisation, id, new)
        if before.sk != after.sk:
            write.remove(before)
        write.put(after)

    def count(
        self,
        write: Write,
        organisation: OrganisationId,
        id: GroupId,
        members: int,
        more: Counted,
        *said: Event,
    ) -> None:
        """Count so many more people, or less, and of which kind; one lead always stays."""
        actions: list[Any] = [GroupRow.members.add(members)] if members else []
        actions += [getattr(GroupRow, it).add(n) for it, n in more._asdict().items() if n]
        is_there = GroupRow.pk.exists() & GroupRow.deleted_at.does_not_exist()
        refusal: Conflict | Missing = Missing("there is no such group")
        if more.leads < 0:
            is_there &= GroupRow.leads > -more.leads
            refusal = Conflict("one lead always stays in a group; hand over first")
        write.update(
            GroupRow(*key(organisation, id)), actions, *said, only_if=is_there, otherwise=refusal
        )

    def change(
        self, write: Write, organisation: OrganisationId, old: Group, new: Group, *said: Event
    ) -> None:
        """Keep other words, state, rule or pins; refused when others changed it since."""
        before, after = kept_of(old), kept_of(new)
        actions: list[Any] = [
            getattr(GroupRow, name).remove() if after[name] is None
            else getattr(GroupRow, name).set(after[name])
            for name in (*WORDS, "pinned", "rule", "discussion")
            if before[name] != after[name]
        ]  # fmt: skip
        actions.append(GroupRow.version.set(new.version))
        row = GroupRow(*key(organisation, old.id))
        refusal = Stale("somebody else changed this group since you read it")
        is_same = GroupRow.version == old.version
        news = shown(organisation, now(), f"group:{old.id}", new.purpose, old.purpose)
        write.update(row, actions, *said, *news, only_if=is_same, otherwise=refusal)
        gone, come = listing(organisation, old), listing(organisation, new)
        if is_listed(old) and (gone.sk != come.sk or not is_listed(new)):
            write.remove(gone)
        if is_listed(new) and (not is_listed(old) or words_of(gone) != words_of(come)):
            write.put(come)
        if old.deleted_at != new.deleted_at:
            if old.deleted_at:
                write.remove(ended(organisation, old, old.deleted_at))
            if new.deleted_at:
                write.put(ended(organisation, new, new.deleted_at))
