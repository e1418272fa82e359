"""Profiles and the directory, as rows.

read                                  key
-----------------------------------   -----------------------------------------------
a profile                             MEMBER#<org>#<member> / PROFILE
who names a member as their manager   MEMBER#<org>#<manager> / REPORT#<member>
the directory, by name                PEOPLE#<org> / <folded name>#<member>

The version of a profile counts what its owner wrote; a new photo or role leaves it alone. Lines
of the directory have short attribute names: twenty of them cost half a read unit.
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

from sharewell import table
from sharewell.errors import Stale
from sharewell.events import Event
from sharewell.identity.model import Seat
from sharewell.ids import MemberId, OrganisationId, ulid_time
from sharewell.keys import KeyShape, Parent
from sharewell.page import Page
from sharewell.profiles.model import PersonCard, Profile
from sharewell.table import KeyRange, Row, Write

_SHOWN = {"name", "title", "department", "location", "photo"}


class ProfileRow(Row):
    """A profile."""

    key = KeyShape("MEMBER#<org>#<member> / PROFILE", parent=Parent.MEMBER)

    version = NumberAttribute()
    address = UnicodeAttribute()
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
    """That a member names a manager as theirs."""

    key = KeyShape("MEMBER#<org>#<manager> / REPORT#<member>", parent=Parent.MEMBER)


class LineRow(Row):
    """A member's line in the directory."""

    key = KeyShape("PEOPLE#<org> / <name:text>#<member>")

    name = UnicodeAttribute(attr_name="n")
    title = UnicodeAttribute(attr_name="t")
    department = UnicodeAttribute(attr_name="d")
    location = UnicodeAttribute(attr_name="l")
    photo = UnicodeAttribute(attr_name="p", null=True)


def photo_key(organisation: OrganisationId, member: MemberId, token: str) -> str:
    """Where the small picture of a member lies in the bucket."""
    return f"photos/{organisation}/{member}/{token}.webp"


class ProfileStore:
    """Where profiles and the directory are kept."""

    def profile(
        self, organisation: OrganisationId, member: MemberId, *, consistent: bool = False
    ) -> Profile | None:
        """One profile."""
        row = table.get(ProfileRow, *_key(organisation, member), consistent=consistent)
        return Profile(**row.fields(), id=member, joined_at=ulid_time(member)) if row else None

    def directory(
        self,
        organisation: OrganisationId,
        after: str | None,
        limit: int = 20,
        name: str = "",
        *,
        consistent: bool = False,
    ) -> Page[PersonCard]:
        """Active members by name; those whose name begins so."""
        rows = table.query_page(
            LineRow,
            LineRow.key.pk(organisation),
            KeyRange(prefix=_folded(name)),
            after=after,
            limit=limit,
            consistent=consistent,
        )
        return Page(items=[_card(organisation, row) for row in rows.items], next=rows.next)

    def must_be_as(self, write: Write, organisation: OrganisationId, seen: Profile) -> None:
        """Refuse the open write if what rules look at is another than when it was read."""
        is_same = ProfileRow.active == seen.active
        for name in ("department", "location", "role"):
            is_same &= getattr(ProfileRow, name) == getattr(seen, name)
        refusal = Stale("this profile has just changed; read it again")
        write.check(ProfileRow, *_key(organisation, seen.id), is_same, refusal)

    def profiles(
        self, organisation: OrganisationId, members: Sequence[MemberId]
    ) -> dict[MemberId, Profile]:
        """These profiles at this instant, in one call per hundred."""
        keys = [_key(organisation, it) for it in members]
        rows = table.get_many(ProfileRow, keys, consistent=True)
        found = {MemberId(row.key_value("member")): row for row in rows}
        return {
            id: Profile(**row.fields(), id=id, joined_at=ulid_time(id)) for id, row in found.items()
        }

    def reports(
        self, organisation: OrganisationId, manager: MemberId, after: str | None
    ) -> Page[MemberId]:
        """Those who name `manager` as theirs."""
        pk, begins = ReportRow.key.pk(organisation, manager), ReportRow.key.begins()
        rows = table.query_page(ReportRow, pk, KeyRange(prefix=begins), after=after, limit=100)
        members = [MemberId(row.key_value("member")) for row in rows.items]
        return Page(items=members, next=rows.next)

    def add(self, write: Write, seat: Seat, *said: Event) -> None:
        """Keep the first profile of a new member, and their line."""
        profile = Profile(
            id=seat.member,
            name=seat.name,
            address=seat.address,
            role=seat.role,
            joined_at=seat.joined_at,
            version=1,
        )
        kept = profile.model_dump(mode="json", exclude={"id", "joined_at"})
        write.add(ProfileRow(*_key(seat.organisation, seat.member), **kept), *said)
        write.put(_line(seat.organisation, profile))

    def change(
        self, write: Write, organisation: OrganisationId, old: Profile, new: Profile, *said: Event
    ) -> None:
        """Keep what is new; refused when any of it changed since `old` was read."""
        before, after = old.model_dump(mode="json"), new.model_dump(mode="json")
        actions = []
        unchanged = ProfileRow.version == old.version
        for name in ("active", "photo", "role"):  # what others change, without a new version
            unchanged &= _is(getattr(ProfileRow, name), before[name])
        for name in sorted(name for name in after if before[name] != after[name]):
            attribute, value = getattr(ProfileRow, name), after[name]
            actions.append(attribute.remove() if value is None else attribute.set(value))
        write.update(
            ProfileRow(*_key(organisation, old.id)),
            actions,
            *said,
            only_if=unchanged,
            otherwise=Stale("this profile has just changed; read it again"),
        )
        if old.manager != new.manager:
            if old.manager:
                write.remove(_report(organisation, old.manager, old.id))
            if new.manager:
                write.put(_report(organisation, new.manager, old.id))
        self._change_line(write, organisation, old, new)

    def same_manager(self, write: Write, organisation: OrganisationId, of: Profile) -> None:
        """Refuse the open write if somebody has another manager than when they were read."""
        is_same = _is(ProfileRow.manager, of.manager)
        refusal = Stale("somebody above has just got another manager; try again")
        write.check(ProfileRow, *_key(organisation, of.id), is_same, refusal)

    def call_manager(
        self, organisation: OrganisationId, member: MemberId, manager: MemberId, name: str
    ) -> None:
        """Keep the name of a member's manager, if it is still the same one."""
        row = ProfileRow(*_key(organisation, member))
        try:
            with table.write() as write:
                is_same = ProfileRow.manager == manager
                write.update(row, [ProfileRow.manager_name.set(name)], only_if=is_same)
        except Stale:
            return

    def _change_line(
        self, write: Write, organisation: OrganisationId, old: Profile, new: Profile
    ) -> None:
        before, after = _line(organisation, old), _line(organisation, new)
        if old.active and (not new.active or before.sk != after.sk):
            write.remove(before)
        shown = old.model_dump(include=_SHOWN) != new.model_dump(include=_SHOWN)
        if new.active and (shown or not old.active):
            write.put(after)


def _key(organisation: OrganisationId, member: MemberId) -> tuple[str, str]:
    return ProfileRow.key(organisation, member)


def _is(attribute: Any, value: Any) -> Condition:
    found: Condition = attribute.does_not_exist() if value is None else attribute == value
    return found


def _report(organisation: OrganisationId, manager: MemberId, member: MemberId) -> ReportRow:
    return ReportRow(*ReportRow.key(organisation, manager, member))


def _line(organisation: OrganisationId, profile: Profile) -> LineRow:
    return LineRow(
        *LineRow.key(organisation, _folded(profile.name), profile.id),
        photo=profile.photo and profile.photo.rpartition("/")[2].removesuffix(".webp"),
        **profile.model_dump(include=_SHOWN - {"photo"}),
    )


def _card(organisation: OrganisationId, row: LineRow) -> PersonCard:
    member = MemberId(row.key_value("member"))
    photo = photo_key(organisation, member, row.photo) if row.photo else None
    return PersonCard(**row.fields() | {"id": member, "photo": photo})


def _folded(name: str) -> str:
    # As people look names up: without case and accents; short, as a key must be.
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(it for it in plain if not unicodedata.combining(it))[:80]
