"""Joining groups, join requests and group invitations."""

from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from sharewell.aws import table
from sharewell.aws.table import Transaction
from sharewell.core.caller import Caller
from sharewell.core.clock import Clock, now
from sharewell.core.errors import Conflict, NotFound, VersionConflict
from sharewell.core.events import GroupInvitationCreated, GroupJoinRequested
from sharewell.core.ids import GroupId, MemberId, OrganisationId
from sharewell.core.pagination import Page
from sharewell.core.retry import retry_on_conflict
from sharewell.groups.join_requests.model import GroupInvitation, InvitedPerson, JoinRequest
from sharewell.groups.join_requests.store import JoinRequestStore
from sharewell.groups.membership_writes import MembershipWrites, membership_writes
from sharewell.groups.model import (
    Group,
    GroupRole,
    GroupView,
    MemberCounts,
    Origin,
    OriginKind,
    Visibility,
)
from sharewell.groups.service import GroupService, groups
from sharewell.groups.store import GroupStore
from sharewell.identity.model import Member
from sharewell.identity.service import IdentityService, identity


@dataclass(frozen=True, slots=True)
class JoinRequests:
    """Joins groups and answers requests and invitations, each in one transaction."""

    store: JoinRequestStore
    group_store: GroupStore
    groups: GroupService
    writes: MembershipWrites
    identity: IdentityService
    now: Clock = now

    def join(self, id: GroupId, message: str, *, by: Caller) -> GroupView:
        """Joins an open group, or one that invited the caller; otherwise requests to join.

        Raises Conflict if the group is archived.
        """
        return retry_on_conflict(partial(self._join, id, message, by))

    def _join(self, id: GroupId, message: str, by: Caller) -> GroupView:
        group = self.groups.seen_by(by, id, consistent=True)
        if group.role:
            return group
        if group.archived_at:
            raise Conflict("This group is archived and not accepting members.")
        invitation = (
            self.store.get_invitation(by.organisation, by.member, id) if group.is_invited else None
        )
        if invitation:
            self._add_member(
                group,
                self._load_member(by),
                Origin(kind=OriginKind.INVITED, by=invitation[0].invited_by),
            )
        elif group.visibility is Visibility.OPEN:
            self._add_member(group, self._load_member(by), Origin(kind=OriginKind.JOINED))
        elif group.is_invited:
            raise VersionConflict("The invitation was withdrawn.")
        elif not group.has_requested:
            self._create_request(id, message, by)
        return self.groups.seen_by(by, id, consistent=True)

    def list_requests(self, id: GroupId, *, by: Caller, after: str | None) -> Page[JoinRequest]:
        """Returns a page of the requests to join a group that the caller manages."""
        self.groups.get_as_manager(by, id)
        return self.store.list_requests(by.organisation, id, after)

    def approve_request(self, id: GroupId, member: MemberId, *, by: Caller) -> None:
        """Adds a member who requested to join. Idempotent. Raises NotFound without a request."""
        group, _ = self.groups.get_as_manager(by, id)
        if self.group_store.get_membership(by.organisation, id, member):
            return
        if self.store.get_request(by.organisation, id, member) is None:
            raise NotFound("This join request no longer exists.")
        requester = self.identity.get_member(by.organisation, member)
        if not requester.active:
            raise NotFound("This member does not exist.")
        self._add_member(
            group, requester, Origin(kind=OriginKind.REQUESTED, by=by.name), by=by.member
        )

    def decline_request(self, id: GroupId, member: MemberId, *, by: Caller) -> None:
        """Declines a join request, or withdraws the caller's own. Idempotent."""
        if member == by.member:
            self.groups.seen_by(by, id)
        else:
            self.groups.get_as_manager(by, id)
        with table.transaction() as tx:
            self.store.remove_request(tx, by.organisation, id, member)

    def list_invited(self, id: GroupId, *, by: Caller, after: str | None) -> Page[InvitedPerson]:
        """Returns a page of the open invitations to a group that the caller manages."""
        self.groups.get_as_manager(by, id)
        return self.store.list_invited(by.organisation, id, after)

    def list_my_invitations(self, *, by: Caller) -> Page[GroupInvitation]:
        """Returns the open group invitations of the caller."""
        invitations = self.store.list_invitations(by.organisation, by.member)
        return Page(items=[it for it, is_accepted in invitations if not is_accepted])

    def invite_member(self, id: GroupId, member: MemberId, *, by: Caller) -> None:
        """Invites a member. In an open group, every member but observers can. Idempotent."""
        group, own = self.groups.get_as_member(by, id)
        if group.visibility is not Visibility.OPEN or own.role is GroupRole.OBSERVER:
            own.require_manager(by)
        invited = self.identity.get_member(by.organisation, member)
        if not invited.active:
            raise NotFound("This member does not exist.")
        if self.group_store.get_membership(by.organisation, id, member):
            return
        at = self.now()
        new = InvitedPerson(id=member, name=invited.name, invited_by=by.name, invited_at=at)
        event = GroupInvitationCreated(
            organisation=by.organisation, at=at, group=id, member=member, by=by.member
        )
        try:
            with table.transaction() as tx:
                self.group_store.require_not_member(tx, by.organisation, id, member)
                self.store.add_invitation(tx, by.organisation, id, group.name, new, event)
        except Conflict:  # invited already, or joined meanwhile
            return

    def withdraw_invitation(self, id: GroupId, member: MemberId, *, by: Caller) -> None:
        """Withdraws an invitation, or declines the caller's own. Idempotent."""
        if member != by.member:
            self.groups.get_as_manager(by, id)
        elif self.store.get_invitation(by.organisation, member, id) is None:
            self.groups.seen_by(by, id)
        with table.transaction() as tx:
            self.store.remove_invitation(tx, by.organisation, id, member)

    def apply_accepted_invitations(self, organisation: OrganisationId, member: MemberId) -> None:
        """Adds a new member to the groups that their email invitation named."""
        new_member = self.identity.get_member(organisation, member)
        for invitation, is_accepted in self.store.list_invitations(organisation, member):
            if not is_accepted:
                continue
            group = self.groups.get_for_search(organisation, invitation.group)
            if group and not group.archived_at:
                try:
                    self._add_member(
                        group, new_member, Origin(kind=OriginKind.INVITED, by=invitation.invited_by)
                    )
                except NotFound:  # deleted concurrently
                    continue

    def close_open_requests(
        self, organisation: OrganisationId, id: GroupId, member: MemberId
    ) -> None:
        """Deletes the request and the invitation of a member who is in the group."""
        request = self.store.get_request(organisation, id, member)
        if request is None and self.store.get_invitation(organisation, member, id) is None:
            return
        with suppress(Conflict), table.transaction() as tx:
            self.group_store.require_member(tx, organisation, id, member)
            self.store.remove_invitation(tx, organisation, id, member)
            self.store.remove_request(tx, organisation, id, member)

    def _create_request(self, id: GroupId, message: str, by: Caller) -> None:
        at = self.now()
        new = JoinRequest(member=by.member, name=by.name, message=message, requested_at=at)
        event = GroupJoinRequested(organisation=by.organisation, at=at, group=id, member=by.member)
        try:
            with table.transaction() as tx:
                self.store.add_request(tx, by.organisation, id, new, event)
        except Conflict:  # requested in another tab
            return

    def _add_member(
        self, group: Group, member: Member, origin: Origin, by: MemberId | None = None
    ) -> None:
        at, id = self.now(), group.id
        try:
            with table.transaction() as tx:
                self.writes.add_members(tx, id, [member], origin, at, by=by)
                self.group_store.update_counts(tx, member.organisation, id, 1, MemberCounts())
                self._close_requests(tx, member, id, origin)
        except (Conflict, VersionConflict):
            if self.group_store.get_membership(member.organisation, id, member.member) is None:
                raise

    def _close_requests(self, tx: Transaction, member: Member, id: GroupId, origin: Origin) -> None:
        """Deletes the member's request and invitation; the one they join by must still exist."""
        if origin.kind is OriginKind.INVITED:
            self.store.accept_invitation(tx, member.organisation, id, member.member)
        else:
            self.store.remove_invitation(tx, member.organisation, id, member.member)
        is_requested = origin.kind is OriginKind.REQUESTED
        self.store.remove_request(
            tx, member.organisation, id, member.member, must_exist=is_requested
        )

    def _load_member(self, by: Caller) -> Member:
        return self.identity.get_member(by.organisation, by.member)


join_requests = JoinRequests(JoinRequestStore(), GroupStore(), groups, membership_writes, identity)
