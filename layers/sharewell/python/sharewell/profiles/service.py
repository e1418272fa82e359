"""Reads and writes profiles, and lists the directory of people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from sharewell.aws import bucket, concurrency, table
from sharewell.aws.table import Transaction
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.errors import Invalid, NotFound, VersionConflict
from sharewell.core.events import Event, MemberChanged, MemberRenamed
from sharewell.core.ids import MemberId, OrganisationId, new_ulid
from sharewell.core.pagination import Page
from sharewell.core.values import Form
from sharewell.identity.model import Member
from sharewell.identity.service import IdentityService, identity
from sharewell.profiles.model import MAX_MANAGER_DEPTH, NewPhoto, PersonCard, Profile, ProfileFields
from sharewell.profiles.store import ProfileStore, photo_key


@dataclass(frozen=True, slots=True)
class ProfileService:
    """Reads and writes profiles; lists people."""

    store: ProfileStore
    identity: IdentityService
    now: Clock = now

    def seen_by(self, who: Caller, member: MemberId) -> Profile:
        """Returns a profile of the caller's organisation, active or not. Raises NotFound."""
        return self._load(who.organisation, member)

    def get_for_search(self, organisation: OrganisationId, member: MemberId) -> Profile | None:
        """Returns a profile to index, or None if the member is deactivated."""
        profile = self.store.get(organisation, member, consistent=True)
        return profile if profile and profile.active else None

    def list_directory(self, *, by: Caller, after: str | None) -> Page[PersonCard]:
        """Returns a page of active members, by name."""
        return self.store.list_directory(by.organisation, after)

    def get_current(self, organisation: OrganisationId, member: MemberId) -> Profile:
        """Returns a profile, active or not, with a strongly consistent read. Raises NotFound."""
        return self._load(organisation, member, consistent=True)

    def find_by_name(self, organisation: OrganisationId, name: str, limit: int) -> list[PersonCard]:
        """Returns the first active members whose name begins with `name`, in any spelling."""
        return self.store.list_directory(organisation, None, limit, name).items

    def get_cards(
        self, organisation: OrganisationId, members: Sequence[MemberId]
    ) -> list[PersonCard]:
        """Returns the cards of those of these members that are active, in no particular order."""
        profiles = self.store.get_many(organisation, members).values()
        fields = set(PersonCard.model_fields)
        return [PersonCard(**it.model_dump(include=fields)) for it in profiles if it.active]

    def list_profiles(
        self, organisation: OrganisationId, after: str | None, limit: int
    ) -> tuple[list[Profile], str | None]:
        """Returns up to `limit` active members by name, and the cursor of the next page."""
        page = self.store.list_directory(organisation, after, limit, consistent=True)
        by_id = self.store.get_many(organisation, [it.id for it in page.items])
        return [by_id[it.id] for it in page.items if it.id in by_id], page.next

    def require_unchanged(
        self, tx: Transaction, organisation: OrganisationId, seen: Profile
    ) -> None:
        """Adds the condition check that the fields that rules evaluate are as in `seen`."""
        self.store.require_unchanged(tx, organisation, seen)

    def update(self, fields: ProfileFields, version: int | None, *, by: Caller) -> Profile:
        """Writes the caller's profile. Raises VersionConflict, or Invalid for its manager."""
        old = self._load(by.organisation, by.member, consistent=True)
        if version not in (None, old.version):
            raise VersionConflict("You changed your profile elsewhere. Reload and try again.")
        events = [self._changed_event(by.organisation, by.member)]
        if fields.name != old.name:
            events.append(MemberRenamed(organisation=by.organisation, at=self.now(), member=old.id))
        with table.transaction() as tx:
            manager = {"manager": fields.manager, "manager_name": old.manager_name}
            if fields.manager != old.manager:
                manager["manager_name"] = self._check_manager(tx, fields.manager, by)
            written = {name: getattr(fields, name) for name in ProfileFields.model_fields}
            new = old.model_copy(update={**written, **manager, "version": old.version + 1})
            self.store.update(tx, by.organisation, old, new, *events)
            if fields.name != old.name:
                member = self.identity.get_member(by.organisation, by.member)
                self.identity.rename_member(tx, member, fields.name)
        return new

    def create_photo_upload(self, photo: NewPhoto, *, by: Caller) -> Form:
        """Returns the form with which the browser uploads a photo of the caller."""
        key = f"photos/{by.organisation}/{by.member}/{new_ulid(self.now())}"
        form = bucket.presign_upload(key, size=photo.size, type=photo.type)
        return Form(url=form.url, fields=form.fields)

    def set_photo(
        self, organisation: OrganisationId, member: MemberId, upload: str, webp: bytes
    ) -> None:
        """Stores a photo of a member, unless one that was uploaded later is shown."""
        old = self.store.get(organisation, member, consistent=True)
        if old is None:
            return
        key = photo_key(organisation, member, upload)
        if old.photo and old.photo > key:
            return
        if key != old.photo:
            bucket.put(key, webp, "image/webp")
            self._set_photo_key(organisation, old, key)
        self._delete_old_photos(key, organisation, member)

    def remove_photo(self, *, by: Caller) -> None:
        """Deletes the caller's photo; their initials are shown instead."""
        old = self._load(by.organisation, by.member, consistent=True)
        if old.photo:
            self._set_photo_key(by.organisation, old, None)
        self._delete_old_photos(None, by.organisation, by.member)

    def add_profile(self, tx: Transaction, member: Member, *events: Event) -> None:
        """Adds the empty profile of a new member and their directory entry in `tx`."""
        self.store.add(tx, member, *events)

    def sync_role(self, tx: Transaction, member: Member) -> None:
        """Writes a member's new role and state to their profile in `tx`."""
        old = self._load(member.organisation, member.member, consistent=True)
        new = old.model_copy(update={"role": member.role, "active": member.active})
        event = self._changed_event(member.organisation, member.member, access=True)
        self.store.update(tx, member.organisation, old, new, event)

    def sync_manager_name(self, organisation: OrganisationId, member: MemberId) -> None:
        """Writes a member's current name to the profiles that name them as manager."""
        name = self.identity.get_member(organisation, member).name
        after = None
        while True:
            page = self.store.list_reports(organisation, member, after)
            write = partial(self.store.set_manager_name, organisation, manager=member, name=name)
            concurrency.run_concurrently([partial(write, report) for report in page.items])
            if not (after := page.next):
                return

    def _check_manager(self, tx: Transaction, manager: MemberId | None, by: Caller) -> str | None:
        if manager is None:
            return None
        above = list(self._managers_above(by.organisation, manager))
        if not above or not above[0].active:
            raise Invalid("This member does not exist.", field="manager")
        if by.member in [it.id for it in above]:
            raise Invalid(
                "You cannot be your own manager, directly or through others.", field="manager"
            )
        for profile in above:
            self.store.require_same_manager(tx, by.organisation, profile)
        return above[0].name

    def _managers_above(self, organisation: OrganisationId, member: MemberId) -> Iterator[Profile]:
        next_id: MemberId | None = member
        for _ in range(MAX_MANAGER_DEPTH):
            found = self.store.get(organisation, next_id, consistent=True) if next_id else None
            if found is None:
                return
            yield found
            next_id = found.manager

    def _set_photo_key(self, organisation: OrganisationId, old: Profile, key: str | None) -> None:
        with table.transaction() as tx:
            new = old.model_copy(update={"photo": key})
            event = self._changed_event(organisation, old.id)
            self.store.update(tx, organisation, old, new, event)

    def _delete_old_photos(
        self, shown: str | None, organisation: OrganisationId, member: MemberId
    ) -> None:
        """Deletes all photos of a member but `shown`, also those left by an interrupted change."""
        prefix = photo_key(organisation, member, "").removesuffix(".webp")
        old = [
            key for key, _ in bucket.list_objects(prefix) if key.endswith(".webp") and key != shown
        ]
        if old:
            bucket.delete(old)

    def _changed_event(
        self, organisation: OrganisationId, member: MemberId, *, access: bool = False
    ) -> Event:
        return MemberChanged(
            organisation=organisation, at=self.now(), member=member, access_changed=access
        )

    def _load(
        self, organisation: OrganisationId, member: MemberId, *, consistent: bool = False
    ) -> Profile:
        found = self.store.get(organisation, member, consistent=consistent)
        if found is None:
            raise NotFound("This member does not exist.")
        return found


profiles = ProfileService(ProfileStore(), identity)
