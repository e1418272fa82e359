"""Resolves signed-in people to members, and reads and writes memberships.

Other domains change memberships (join a group, follow a channel, change a role) within their own
transaction, together with their rows. with their rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sharewell.aws import cognito, table, tenant_guard
from sharewell.aws.table import Transaction
from sharewell.core.caller import Caller, Person, Role
from sharewell.core.clock import Clock, now
from sharewell.core.config import settings
from sharewell.core.errors import Forbidden, LimitExceeded, NotFound, Unauthorized
from sharewell.core.events import OrganisationCreated
from sharewell.core.ids import ChannelId, GroupId, MemberId, OrganisationId
from sharewell.core.pagination import Page
from sharewell.identity.model import (
    MAX_ORGANISATIONS,
    Member,
    Membership,
    Organisation,
    SignedInPerson,
)
from sharewell.identity.store import IdentityStore, MembershipRow


@dataclass(frozen=True, slots=True)
class IdentityService:
    """Organisations and the memberships of people in them."""

    store: IdentityStore
    now: Clock = now

    def resolve_caller(self, person: Person) -> Caller:
        """Returns the member that a person is in the organisation they chose last.

        Raises Forbidden if they belong to none, Unauthorized if they signed out everywhere.
        """
        # An eventually consistent read may miss a new row; only then is it repeated.
        rows = _active(self._rows(person)) or _active(self._rows(person, consistent=True))
        if not rows:
            raise Forbidden(
                "You belong to no organisation yet. Create one or accept an invitation."
            )
        row = _current_membership(rows)
        return Caller(
            person=person.id,
            organisation=OrganisationId(row.organisation),
            member=MemberId(row.member),
            role=Role(row.role),
            name=row.name,
            groups=frozenset(GroupId(group) for group in row.groups or ()),
            follows=frozenset(ChannelId(channel) for channel in row.followed_channels or ()),
        )

    def describe_person(self, person: Person) -> SignedInPerson:
        """Returns a person's memberships and the current one."""
        return self._describe(self._rows(person, consistent=True))

    def choose_organisation(self, organisation: OrganisationId, person: Person) -> SignedInPerson:
        """Switches a person to another of their organisations. Raises NotFound."""
        rows = self._rows(person, consistent=True)
        for row in _active(rows):
            if row.organisation == organisation:
                row.chosen_at = self.now()
                with table.transaction() as tx:
                    self.store.set_chosen(tx, row)
                return self._describe(rows)
        raise NotFound("You are not a member of this organisation.", field="organisation")

    def sign_out_everywhere(self, me: Caller) -> None:
        """Ends all sessions of a person, on every device and in every organisation."""
        at = self.now()
        everywhere = tenant_guard.unscoped("a person signs out of every organisation")
        with everywhere, table.transaction() as tx:
            for row in self.store.list_memberships(me.person, consistent=True):
                row.signed_out_at = at
                self.store.set_signed_out(tx, row)
        cognito.sign_out(me.person)

    def get_or_check_membership_limit(
        self, person: Person, organisation: OrganisationId | None = None
    ) -> Member | None:
        """Returns the person's member of the organisation, or None.

        Raises LimitExceeded if they are no member of it and can join no further organisation.
        """
        rows = self._rows(person, consistent=True)
        for row in rows:
            if row.organisation == organisation:
                return self.store.get_member(organisation, MemberId(row.member), consistent=True)
        if len(rows) >= MAX_ORGANISATIONS:
            raise LimitExceeded(
                f"You can be a member of at most {MAX_ORGANISATIONS} organisations."
            )
        return None

    def create_organisation(self, tx: Transaction, new: Organisation, member: Member) -> None:
        """Adds an organisation and its first administrator in `tx`. Raises Forbidden, Conflict."""
        first = self.store.is_empty()
        if not first and not _sign_up_is_open():
            raise Forbidden("Sign-up is closed. Ask your organisation for an invitation.")
        event = OrganisationCreated(
            organisation=new.id, at=new.created_at, name=new.name, created_by=member.member
        )
        self.store.create_organisation(tx, new, member.person, first=first, event=event)
        self.add_member(tx, member, new.name)

    def add_member(self, tx: Transaction, member: Member, organisation_name: str) -> None:
        """Adds a member in `tx`. Raises Conflict if the person is one already."""
        self.store.add_member(tx, member, organisation_name)

    def update_member(self, tx: Transaction, old: Member, new: Member) -> None:
        """Writes a member's role and state in `tx`. Raises Conflict if no administrator remains."""
        self.store.update_member(tx, old, new)

    def rename_member(self, tx: Transaction, member: Member, name: str) -> None:
        """Writes a member's name in `tx`."""
        self.store.rename_member(tx, member, name)

    def add_group(self, tx: Transaction, member: Member, group: GroupId) -> None:
        """Adds a group to a member's groups in `tx`. Raises LimitExceeded at the maximum."""
        self.store.add_group(tx, member.person, member.organisation, group)

    def remove_group(self, tx: Transaction, member: Member, group: GroupId) -> None:
        """Removes a group from a member's groups in `tx`."""
        self.store.remove_group(tx, member.person, member.organisation, group)

    def add_followed_channel(
        self, tx: Transaction, who: Caller | Member, channel: ChannelId
    ) -> None:
        """Adds a channel to a member's followed channels in `tx`."""
        self.store.add_followed_channel(tx, who.person, who.organisation, channel)

    def remove_followed_channel(
        self, tx: Transaction, who: Caller | Member, channel: ChannelId
    ) -> None:
        """Removes a channel from a member's followed channels in `tx`."""
        self.store.remove_followed_channel(tx, who.person, who.organisation, channel)

    def list_organisations(self) -> Iterator[OrganisationId]:
        """Yields all organisations, for unscoped work on each of them."""
        return self.store.list_organisations()

    def get_organisation(self, id: OrganisationId) -> Organisation:
        """Returns an organisation. Raises NotFound."""
        found = self.store.get_organisation(id)
        if not found:
            raise NotFound("This organisation does not exist.")
        return found

    def get_member(self, organisation: OrganisationId, member: MemberId) -> Member:
        """Returns a member, deactivated or not, with a strongly consistent read.

        Raises NotFound if they are not in the organisation.
        """
        found = self.store.get_member(organisation, member, consistent=True)
        if not found:
            raise NotFound("This member does not exist.")
        return found

    def get_members(
        self, organisation: OrganisationId, members: Sequence[MemberId]
    ) -> list[Member]:
        """Returns those of up to 100 members that exist, in no particular order, in one call."""
        return self.store.get_members(organisation, members)

    def list_members(self, organisation: OrganisationId, after: str | None) -> Page[Member]:
        """Returns a page of all members, deactivated ones too, in the order of joining."""
        return self.store.list_members(organisation, after)

    def list_groups_of(self, member: Member) -> frozenset[GroupId]:
        """Returns the groups of a member, with a strongly consistent read."""
        return self.store.list_groups(member.person, member.organisation)

    def _rows(self, person: Person, *, consistent: bool = False) -> list[MembershipRow]:
        rows = self.store.list_memberships(person.id, consistent=consistent)
        if any(it.signed_out_at and person.signed_in_at < it.signed_out_at for it in rows):
            raise Unauthorized("You signed out everywhere. Sign in again.")
        return rows

    def _describe(self, rows: list[MembershipRow]) -> SignedInPerson:
        active = _active(rows)
        return SignedInPerson(
            current=_membership(_current_membership(active)) if active else None,
            memberships=[_membership(row) for row in active],
            may_create_organisation=_sign_up_is_open() or (not rows and self.store.is_empty()),
        )


def _sign_up_is_open() -> bool:
    return settings.open_sign_up == "true"


def _active(rows: list[MembershipRow]) -> list[MembershipRow]:
    return [row for row in rows if row.active]


def _current_membership(rows: list[MembershipRow]) -> MembershipRow:
    return max(rows, key=lambda row: row.chosen_at)


def _membership(row: MembershipRow) -> Membership:
    return Membership(
        organisation=OrganisationId(row.organisation),
        organisation_name=row.organisation_name,
        member=MemberId(row.member),
        name=row.name,
        role=Role(row.role),
    )


identity = IdentityService(IdentityStore())
