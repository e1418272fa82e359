"""Creates organisations; lists and changes members."""

from dataclasses import dataclass

from sharewell.aws import cognito, table, tenant_guard
from sharewell.core.caller import Caller, Person, Role
from sharewell.core.clock import Clock, now
from sharewell.core.events import MemberJoined
from sharewell.core.ids import MemberId, OrganisationId, new_ulid
from sharewell.core.pagination import Page
from sharewell.identity.model import Member, Organisation, SignedInPerson
from sharewell.identity.service import IdentityService, identity
from sharewell.members.model import MemberChange, MemberView, NewOrganisation
from sharewell.members.store import MemberStore
from sharewell.profiles.service import ProfileService, profiles


@dataclass(frozen=True, slots=True)
class MemberService:
    """Creates organisations; lists, promotes and deactivates members."""

    store: MemberStore
    identity: IdentityService
    profiles: ProfileService
    now: Clock = now

    def create_organisation(self, new: NewOrganisation, person: Person) -> SignedInPerson:
        """Creates an organisation. The person becomes its first administrator and works in it."""
        self.identity.get_or_check_membership_limit(person)
        at = self.now()
        organisation = Organisation(id=OrganisationId(new_ulid(at)), name=new.name, created_at=at)
        member = Member(
            organisation=organisation.id,
            member=MemberId(new_ulid(at)),
            person=person.id,
            name=new.your_name,
            email=cognito.get_email(person.id),
            role=Role.ADMIN,
        )
        event = MemberJoined(organisation=organisation.id, at=at, member=member.member)
        with tenant_guard.tenant_scope(organisation.id), table.transaction() as tx:
            self.identity.create_organisation(tx, organisation, member)
            self.store.claim_email(tx, organisation.id, member.email, member.member)
            self.profiles.add_profile(tx, member, event)
        return self.identity.describe_person(person)

    def list_members(self, *, by: Caller, after: str | None) -> Page[MemberView]:
        """Returns a page of members in the order of joining. Raises Forbidden unless admin."""
        by.require_admin()
        page = self.identity.list_members(by.organisation, after)
        return Page(items=[_member_view(member) for member in page.items], next=page.next)

    def update_member(self, member: MemberId, change: MemberChange, *, by: Caller) -> MemberView:
        """Writes a member's role and state; for administrators.

        Raises Conflict if no administrator would remain.
        """
        by.require_admin()
        old = self.identity.get_member(by.organisation, member)
        new = old.model_copy(update=change.model_dump(exclude_none=True))
        if new != old:
            with table.transaction() as tx:
                self.identity.update_member(tx, old, new)
                self.profiles.sync_role(tx, new)
        return _member_view(new)


def _member_view(member: Member) -> MemberView:
    return MemberView(
        id=member.member,
        name=member.name,
        email=member.email,
        role=member.role,
        active=member.active,
        joined_at=member.joined_at,
    )


members = MemberService(MemberStore(), identity, profiles)
