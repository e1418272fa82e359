"""Reads and writes profiles and the directory.

read                                  key
-----------------------------------   -----------------------------------------------
a profile                             MEMBER#<org>#<member> / PROFILE
members who report to a manager       MEMBER#<org>#<manager> / REPORT#<member>
the directory, by name                PEOPLE#<org> / <folded name>#<member>

The version of a profile counts changes by its owner; a new photo or role leaves it alone. Directory
entries have short attribute names: twenty of them cost half a read unit.
"""

import unicodedata
from collections.abc import Sequence
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
)
from pynamodb.expressions.condition import Condition

from sharewell.aws import table
from sharewell.aws.keys import KeyShape, Parent
from sharewell.aws.table import KeyRange, Row, Transaction
from sharewell.core.errors import VersionConflict
from sharewell.core.events import Event
from sharewell.core.ids import MemberId, OrganisationId, ulid_time
from sharewell.core.pagination import Page
from sharewell.identity.model import Member
from sharewell.profiles.model import PersonCard, Profile

_DIRECTORY_FIELDS = {"name", "title", "department", "location", "photo"}


class ProfileRow(Row):
    """A profile."""

    key = KeyShape("MEMBER#<org>#<member> / PROFILE", parent=Parent.MEMBER)

    version = NumberAttribute()
    email = UnicodeAttribute()
    role = UnicodeAttribute()
    active = BooleanAttribute()
    photo = UnicodeAttribute(null=True)
    name = UnicodeAttribute()
    title = UnicodeAttribute()
    department = UnicodeAttribute()
    location = UnicodeAttribute()
    time_zone = UnicodeAttribute()
    working_hours = JSONAttribute()
    languages = ListAttribute(of=UnicodeAttribute)
    manager = UnicodeAttribute(null=True)
    manager_name = UnicodeAttribute(null=True)
    how_i_work = UnicodeAttribute()
    working_on = UnicodeAttribute()
    wants_to_learn = UnicodeAttribute()
    helps_with = UnicodeAttribute()
    hours_to_help = NumberAttribute()


class ReportRow(Row):
    """A member who names another as their manager."""

    key = KeyShape("MEMBER#<org>#<manager> / REPORT#<member>", parent=Parent.MEMBER)


class DirectoryRow(Row):
    """A member in the directory."""

    key = KeyShape("PEOPLE#<org> / <name:text>#<member>")

    name = UnicodeAttribute(attr_name="n")
    title = UnicodeAttribute(attr_name="t")
    department = UnicodeAttribute(attr_name="d")
    location = UnicodeAttribute(attr_name="l")
    photo = UnicodeAttribute(attr_name="p", null=True)


def photo_key(organisation: OrganisationId, member: MemberId, token: str) -> str:
    """Returns the key of a member's photo in the bucket."""
    return f"photos/{organisation}/{member}/{token}.webp"


class ProfileStore:
    """Reads and writes profiles and the directory."""

    def get(
        self, organisation: OrganisationId, member: MemberId, *, consistent: bool = False
    ) -> Profile | None:
        """Returns a profile, or None."""
        row = table.get(ProfileRow, *_key(organisation, member), consistent=consistent)
        return Profile(**row.fields(), id=member, joined_at=ulid_time(member)) if row else None

    def list_directory(
        self,
        organisation: OrganisationId,
        after: str | None,
        limit: int = 20,
        name: str = "",
        *,
        consistent: bool = False,
    ) -> Page[PersonCard]:
        """Returns a page of active members, by name, whose name begins with `name`."""
        rows = table.query_page(
            DirectoryRow,
            DirectoryRow.key.pk(organisation),
            KeyRange(prefix=_folded(name)),
            after=after,
            limit=limit,
            consistent=consistent,
        )
        return Page(items=[_card(organisation, row) for row in rows.items], next=rows.next)

    def require_unchanged(
        self, tx: Transaction, organisation: OrganisationId, seen: Profile
    ) -> None:
        """Adds the condition check that the fields that rules evaluate are as in `seen`."""
        is_same = ProfileRow.active == seen.active
        for name in ("department", "location", "role"):
            is_same &= getattr(ProfileRow, name) == getattr(seen, name)
        error = VersionConflict("This profile was changed meanwhile. Reload and try again.")
        tx.check(ProfileRow, *_key(organisation, seen.id), is_same, error)

    def get_many(
        self, organisation: OrganisationId, members: Sequence[MemberId]
    ) -> dict[MemberId, Profile]:
        """Returns the profiles that exist, strongly consistent, in one call per hundred."""
        keys = [_key(organisation, it) for it in members]
        rows = table.get_many(ProfileRow, keys, consistent=True)
        by_id = {MemberId(row.key_value("member")): row for row in rows}
        return {
            id: Profile(**row.fields(), id=id, joined_at=ulid_time(id)) for id, row in by_id.items()
        }

    def list_reports(
        self, organisation: OrganisationId, manager: MemberId, after: str | None
    ) -> Page[MemberId]:
        """Returns a page of the members who name `manager` as theirs."""
        pk, begins = ReportRow.key.pk(organisation, manager), ReportRow.key.begins()
        rows = table.query_page(ReportRow, pk, KeyRange(prefix=begins), after=after, limit=100)
        members = [MemberId(row.key_value("member")) for row in rows.items]
        return Page(items=members, next=rows.next)

    def add(self, tx: Transaction, member: Member, *events: Event) -> None:
        """Adds the profile of a new member and their directory entry."""
        profile = Profile(
            id=member.member,
            name=member.name,
            email=member.email,
            role=member.role,
            joined_at=member.joined_at,
            version=1,
        )
        fields = profile.model_dump(mode="json", exclude={"id", "joined_at"})
        tx.add(ProfileRow(*_key(member.organisation, member.member), **fields), *events)
        tx.put(_directory_row(member.organisation, profile))

    def update(
        self,
        tx: Transaction,
        organisation: OrganisationId,
        old: Profile,
        new: Profile,
        *events: Event,
    ) -> None:
        """Writes what changed since `old`. Raises VersionConflict if others changed it too."""
        before, after = old.model_dump(mode="json"), new.model_dump(mode="json")
        actions = []
        unchanged = ProfileRow.version == old.version
        for name in ("active", "photo", "role"):  # changed by others, without a new version
            unchanged &= _unchanged(getattr(ProfileRow, name), before[name])
        for name in sorted(name for name in after if before[name] != after[name]):
            attribute, value = getattr(ProfileRow, name), after[name]
            actions.append(attribute.remove() if value is None else attribute.set(value))
        tx.update(
            ProfileRow(*_key(organisation, old.id)),
            actions,
            *events,
            only_if=unchanged,
            error=VersionConflict("This profile was changed meanwhile. Reload and try again."),
        )
        if old.manager != new.manager:
            if old.manager:
                tx.delete(_report_row(organisation, old.manager, old.id))
            if new.manager:
                tx.put(_report_row(organisation, new.manager, old.id))
        self._update_directory_row(tx, organisation, old, new)

    def require_same_manager(
        self, tx: Transaction, organisation: OrganisationId, of: Profile
    ) -> None:
        """Adds the condition check that a member still has the same manager."""
        is_same = _unchanged(ProfileRow.manager, of.manager)
        error = VersionConflict("The managers above were changed meanwhile. Try again.")
        tx.check(ProfileRow, *_key(organisation, of.id), is_same, error)

    def set_manager_name(
        self, organisation: OrganisationId, member: MemberId, manager: MemberId, name: str
    ) -> None:
        """Writes the name of a member's manager, unless they have another one by now."""
        row = ProfileRow(*_key(organisation, member))
        try:
            with table.transaction() as tx:
                is_same = ProfileRow.manager == manager
                tx.update(row, [ProfileRow.manager_name.set(name)], only_if=is_same)
        except VersionConflict:
            return

    def _update_directory_row(
        self, tx: Transaction, organisation: OrganisationId, old: Profile, new: Profile
    ) -> None:
        before, after = _directory_row(organisation, old), _directory_row(organisation, new)
        if old.active and (not new.active or before.sk != after.sk):
            tx.delete(before)
        is_changed = old.model_dump(include=_DIRECTORY_FIELDS) != new.model_dump(
            include=_DIRECTORY_FIELDS
        )
        if new.active and (is_changed or not old.active):
            tx.put(after)


def _key(organisation: OrganisationId, member: MemberId) -> tuple[str, str]:
    return ProfileRow.key(organisation, member)


def _unchanged(attribute: Any, value: Any) -> Condition:
    condition: Condition = attribute.does_not_exist() if value is None else attribute == value
    return condition


def _report_row(organisation: OrganisationId, manager: MemberId, member: MemberId) -> ReportRow:
    return ReportRow(*ReportRow.key(organisation, manager, member))


def _directory_row(organisation: OrganisationId, profile: Profile) -> DirectoryRow:
    return DirectoryRow(
        *DirectoryRow.key(organisation, _folded(profile.name), profile.id),
        photo=profile.photo and profile.photo.rpartition("/")[2].removesuffix(".webp"),
        **profile.model_dump(include=_DIRECTORY_FIELDS - {"photo"}),
    )


def _card(organisation: OrganisationId, row: DirectoryRow) -> PersonCard:
    member = MemberId(row.key_value("member"))
    photo = photo_key(organisation, member, row.photo) if row.photo else None
    return PersonCard(**row.fields() | {"id": member, "photo": photo})


def _folded(name: str) -> str:
    # Names are looked up without case and accents; short, as a sort key must be.
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(it for it in plain if not unicodedata.combining(it))[:80]
