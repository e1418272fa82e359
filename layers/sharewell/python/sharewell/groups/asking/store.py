"""Requests and invitations of groups, as rows.

read                                       key
----------------------------------------   ----------------------------------------
who asks to be let into a group            GROUP#<org>#<group> / ASK#<member>
who is asked in: members, and by mail      GROUP#<org>#<group> / INVITED#<member>,
those who are not here yet                 GROUP#<org>#<group> / INVITED#<invitation>
the groups that a member is asked into     MEMBER#<org>#<member> / INVITED#<group>

Both sides of an invitation are written together. Whoever follows the link of a mail takes over what
the group keeps of its address, as somebody who has said yes already.
"""

from collections.abc import Sequence

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute, UTCDateTimeAttribute

from sharewell import table
from sharewell.events import Event
from sharewell.groups.asking.model import Invited, Offer, Request
from sharewell.ids import GroupId, InvitationId, MemberId, OrganisationId
from sharewell.keys import KeyShape, Parent
from sharewell.page import Page
from sharewell.table import KeyRange, Row, Write

MOST_OFFERS = 100


class AskRow(Row):
    """What somebody asks of a group."""

    key = KeyShape("GROUP#<org>#<group> / ASK#<member>", parent=Parent.GROUP)

    name = UnicodeAttribute()
    words = UnicodeAttribute()
    asked_at = UTCDateTimeAttribute()


class InvitedRow(Row):
    """That a member is asked in, or an address by an invitation."""

    key = KeyShape("GROUP#<org>#<group> / INVITED#<invited>", parent=Parent.GROUP)

    name = UnicodeAttribute(null=True)
    address = UnicodeAttribute(null=True)
    by = UnicodeAttribute()
    at = UTCDateTimeAttribute()


class OfferRow(Row):
    """A member's side of the same. `accepted` by the link of a mail."""

    key = KeyShape("MEMBER#<org>#<member> / INVITED#<group>", parent=Parent.MEMBER)

    name = UnicodeAttribute()
    by = UnicodeAttribute()
    accepted = BooleanAttribute(default=False)


class AskingStore:
    """Where requests and invitations are kept."""

    def request(
        self, organisation: OrganisationId, group: GroupId, member: MemberId
    ) -> Request | None:
        """What a member asks of a group."""
        row = table.get(AskRow, *AskRow.key(organisation, group, member), consistent=True)
        return _request(row) if row else None

    def requests(
        self, organisation: OrganisationId, group: GroupId, after: str | None
    ) -> Page[Request]:
        """Who asks to be let into a group."""
        rows = table.query_page(
            AskRow, _pk(organisation, group), KeyRange(prefix=AskRow.key.begins()), after=after
        )
        return Page(items=[_request(row) for row in rows.items], next=rows.next)

    def ask(
        self, write: Write, organisation: OrganisationId, group: GroupId, new: Request, said: Event
    ) -> None:
        """Keep what somebody asks; Conflict when they have asked."""
        kept = new.model_dump(exclude={"member"})
        write.add(AskRow(*AskRow.key(organisation, group, new.member), **kept), said)

    def answer(
        self,
        write: Write,
        organisation: OrganisationId,
        group: GroupId,
        member: MemberId,
        *,
        must_be_there: bool = False,
    ) -> None:
        """Forget what somebody asked."""
        row = AskRow(*AskRow.key(organisation, group, member))
        write.remove(row, only_if=AskRow.pk.exists() if must_be_there else None)

    def invited(
        self, organisation: OrganisationId, group: GroupId, after: str | None
    ) -> Page[Invited]:
        """Who is asked into a group and has not come."""
        begins = InvitedRow.key.begins()
        rows = table.query_page(
            InvitedRow, _pk(organisation, group), KeyRange(prefix=begins), after=after
        )
        return Page(items=[_invited(row) for row in rows.items], next=rows.next)

    def one_invited(self, organisation: OrganisationId, group: GroupId, id: str) -> Invited | None:
        """One of them."""
        row = table.get(InvitedRow, *InvitedRow.key(organisation, group, id), consistent=True)
        return _invited(row) if row else None

    def invite(
        self,
        write: Write,
        organisation: OrganisationId,
        group: GroupId,
        group_name: str,
        new: Invited,
        said: Event,
    ) -> None:
        """Keep on both sides that a member is asked in; Conflict when they are."""
        kept = new.model_dump(exclude={"id"})
        write.add(InvitedRow(*InvitedRow.key(organisation, group, new.id), **kept), said)
        own = MemberId(new.id)
        write.put(OfferRow(*_offer(organisation, own, group), name=group_name, by=new.by))

    def invite_by_mail(
        self, write: Write, organisation: OrganisationId, group: GroupId, new: Invited
    ) -> None:
        """Keep that an address is asked in."""
        kept = new.model_dump(exclude={"id"})
        write.put(InvitedRow(*InvitedRow.key(organisation, group, new.id), **kept))

    def withdraw(
        self, write: Write, organisation: OrganisationId, group: GroupId, invited: str
    ) -> None:
        """Forget it on both sides."""
        write.remove(InvitedRow(*InvitedRow.key(organisation, group, invited)))
        write.remove(OfferRow(*_offer(organisation, MemberId(invited), group)))

    def take_up(
        self, write: Write, organisation: OrganisationId, group: GroupId, member: MemberId
    ) -> None:
        """The same as somebody comes in; refused when they were not asked, or are in by now."""
        write.remove(InvitedRow(*InvitedRow.key(organisation, group, member)))
        row = OfferRow(*_offer(organisation, member, group))
        write.remove(row, only_if=OfferRow.pk.exists())

    def hand_on(
        self,
        write: Write,
        organisation: OrganisationId,
        group: GroupId,
        by: str,
        invitation: InvitationId,
        member: MemberId,
    ) -> None:
        """An address became a member, who said yes by following the link."""
        write.remove(InvitedRow(*InvitedRow.key(organisation, group, invitation)))
        own = _offer(organisation, member, group)
        write.put(OfferRow(*own, name="", by=by, accepted=True))

    def offer(
        self, organisation: OrganisationId, member: MemberId, group: GroupId
    ) -> tuple[Offer, bool] | None:
        """Whether a member is asked into a group, and whether they have said yes."""
        row = table.get(OfferRow, *_offer(organisation, member, group), consistent=True)
        return (_offered(row), row.accepted) if row else None

    def offered(
        self, organisation: OrganisationId, groups: Sequence[GroupId], member: MemberId
    ) -> set[GroupId]:
        """Those of these groups that a member is asked into."""
        rows = table.get_many(OfferRow, [_offer(organisation, member, it) for it in groups])
        return {GroupId(row.key_value("group")) for row in rows}

    def offers(self, organisation: OrganisationId, member: MemberId) -> list[tuple[Offer, bool]]:
        """The groups that a member is asked into."""
        pk, begins = OfferRow.key.pk(organisation, member), OfferRow.key.begins()
        rows = table.query(
            OfferRow, pk, KeyRange(prefix=begins), limit=MOST_OFFERS, consistent=True
        )
        return [(_offered(row), row.accepted) for row in rows]


def _pk(organisation: OrganisationId, group: GroupId) -> str:
    return AskRow.key.pk(organisation, group)


def _offer(organisation: OrganisationId, member: MemberId, group: GroupId) -> tuple[str, str]:
    return OfferRow.key(organisation, member, group)


def _request(row: AskRow) -> Request:
    return Request(member=MemberId(row.key_value("member")), **row.fields())


def _invited(row: InvitedRow) -> Invited:
    return Invited(id=MemberId(row.key_value("invited")), **row.fields())


def _offered(row: OfferRow) -> Offer:
    return Offer(group=GroupId(row.key_value("group")), name=row.name, by=row.by)
