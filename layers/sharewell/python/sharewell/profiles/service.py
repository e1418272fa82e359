"""What members say of themselves, and the directory of people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from sharewell import bucket, table
from sharewell.caller import Caller
from sharewell.clock import Clock, now
from sharewell.errors import Invalid, Missing, Stale
from sharewell.events import Event, MemberChanged, MemberRenamed
from sharewell.identity.model import Seat
from sharewell.identity.service import Identity, identity
from sharewell.ids import MemberId, OrganisationId, mint
from sharewell.page import Page
from sharewell.profiles.model import FURTHEST_UP, About, NewPhoto, PersonCard, Profile
from sharewell.profiles.store import ProfileStore, photo_key
from sharewell.table import Write
from sharewell.values import Form


@dataclass(frozen=True, slots=True)
class Profiles:
    """Read and write profiles; page through people."""

    store: ProfileStore
    identity: Identity
    now: Clock = now

    def seen_by(self, who: Caller, member: MemberId) -> Profile:
        """A profile of the caller's organisation; deactivated members keep theirs."""
        return self._found(who.organisation, member)

    def findable(self, organisation: OrganisationId, member: MemberId) -> Profile | None:
        """The profile as search describes it; None when nobody should find it."""
        profile = self.store.profile(organisation, member, consistent=True)
        return profile if profile and profile.active else None

    def directory(self, *, by: Caller, after: str | None) -> Page[PersonCard]:
        """Everyone active, by name."""
        return self.store.directory(by.organisation, after)

    def as_is(self, organisation: OrganisationId, member: MemberId) -> Profile:
        """The profile at this instant, active or not, for nobody in particular."""
        return self._found(organisation, member, consistent=True)

    def called(self, organisation: OrganisationId, name: str, limit: int) -> list[PersonCard]:
        """The first few active members whose name begins so, in any case and accents."""
        return self.store.directory(organisation, None, limit, name).items

    def cards(self, organisation: OrganisationId, members: Sequence[MemberId]) -> list[PersonCard]:
        """The cards of these members, in no order; who is not active is left out."""
        found = self.store.profiles(organisation, members).values()
        fields = set(PersonCard.model_fields)
        return [PersonCard(**it.model_dump(include=fields)) for it in found if it.active]

    def some(
        self, organisation: OrganisationId, after: str | None, limit: int
    ) -> tuple[list[Profile], str | None]:
        """So many active members by name, as they are, and where to go on."""
        page = self.store.directory(organisation, after, limit, consistent=True)
        found = self.store.profiles(organisation, [it.id for it in page.items])
        return [found[it.id] for it in page.items if it.id in found], page.next

    def must_be_as(self, write: Write, organisation: OrganisationId, seen: Profile) -> None:
        """Refuse the open write if what rules look at is another than in `seen`."""
        self.store.must_be_as(write, organisation, seen)

    def write(self, about: About, version: int | None, *, by: Caller) -> Profile:
        """Say something else of oneself; a new name shows everywhere."""
        old = self._found(by.organisation, by.member, consistent=True)
        if version not in (None, old.version):
            raise Stale("you changed your profile elsewhere since you read it here")
        said = [self._changed(by.organisation, by.member)]
        if about.name != old.name:
            said.append(MemberRenamed(organisation=by.organisation, at=self.now(), member=old.id))
        with table.write() as write:
            above = {"manager": about.manager, "manager_name": old.manager_name}
            if about.manager != old.manager:
                above["manager_name"] = self._manage(write, about.manager, by)
            spoken = {name: getattr(about, name) for name in About.model_fields}
            new = old.model_copy(update={**spoken, **above, "version": old.version + 1})
            self.store.change(write, by.organisation, old, new, *said)
            if about.name != old.name:
                seat = self.identity.seat(by.organisation, by.member)
                self.identity.rename(write, seat, about.name)
        return new

    def photo_form(self, photo: NewPhoto, *, by: Caller) -> Form:
        """Where the browser sends a picture of the caller."""
        key = f"photos/{by.organisation}/{by.member}/{mint(self.now())}"
        form = bucket.form(key, size=photo.size, type=photo.type)
        return Form(url=form.url, fields=form.fields)

    def set_photo(
        self, organisation: OrganisationId, member: MemberId, upload: str, webp: bytes
    ) -> None:
        """Show a small picture of a member, unless one is shown that was sent later."""
        old = self.store.profile(organisation, member, consistent=True)
        if old is None:
            return
        key = photo_key(organisation, member, upload)
        if old.photo and old.photo > key:
            return
        if key != old.photo:
            bucket.put(key, webp, "image/webp")
            self._show(organisation, old, key)
        self._keep_only(key, organisation, member)

    def remove_photo(self, *, by: Caller) -> None:
        """Go back to initials."""
        old = self._found(by.organisation, by.member, consistent=True)
        if old.photo:
            self._show(by.organisation, old, None)
        self._keep_only(None, by.organisation, by.member)

    def admit(self, write: Write, seat: Seat, *said: Event) -> None:
        """Within an open write: a new member's empty profile, and their line in the directory."""
        self.store.add(write, seat, *said)

    def stand(self, write: Write, seat: Seat) -> None:
        """Within an open write: a member has another role, or is active or not any more."""
        old = self._found(seat.organisation, seat.member, consistent=True)
        new = old.model_copy(update={"role": seat.role, "active": seat.active})
        said = self._changed(seat.organisation, seat.member)
        self.store.change(write, seat.organisation, old, new, said)

    def carry_name(self, organisation: OrganisationId, member: MemberId) -> None:
        """Write a member's present name beside everyone whose manager they are."""
        name = self.identity.seat(organisation, member).name
        after = None
        while True:
            page = self.store.reports(organisation, member, after)
            call = partial(self.store.call_manager, organisation, manager=member, name=name)
            table.at_once([partial(call, report) for report in page.items])
            if not (after := page.next):
                return

    def _manage(self, write: Write, manager: MemberId | None, by: Caller) -> str | None:
        if manager is None:
            return None
        above = list(self._above(by.organisation, manager))
        if not above or not above[0].active:
            raise Invalid("there is no such member", field="manager")
        if by.member in [it.id for it in above]:
            raise Invalid("this would make somebody their own manager", field="manager")
        for each in above:
            self.store.same_manager(write, by.organisation, each)
        return above[0].name

    def _above(self, organisation: OrganisationId, member: MemberId) -> Iterator[Profile]:
        up: MemberId | None = member
        for _ in range(FURTHEST_UP):
            found = self.store.profile(organisation, up, consistent=True) if up else None
            if found is None:
                return
            yield found
            up = found.manager

    def _show(self, organisation: OrganisationId, old: Profile, key: str | None) -> None:
        with table.write() as write:
            new = old.model_copy(update={"photo": key})
            said = self._changed(organisation, old.id)
            self.store.change(write, organisation, old, new, said)

    def _keep_only(self, shown: str | None, organisation: OrganisationId, member: MemberId) -> None:
        """Delete what was shown before, also what an interrupted change left behind."""
        place = photo_key(organisation, member, "").removesuffix(".webp")
        old = [key for key, _ in bucket.listing(place) if key.endswith(".webp") and key != shown]
        if old:
            bucket.delete(old)

    def _changed(self, organisation: OrganisationId, member: MemberId) -> Event:
        return MemberChanged(organisation=organisation, at=self.now(), member=member)

    def _found(
        self, organisation: OrganisationId, member: MemberId, *, consistent: bool = False
    ) -> Profile:
        found = self.store.profile(organisation, member, consistent=consistent)
        if found is None:
            raise Missing("there is no such member")
        return found


profiles = Profiles(ProfileStore(), identity)
