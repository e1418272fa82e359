"""What somebody has done counts while they are asked: who leaves a group or observes it is not."""

from sharewell.assignments.following import following
from sharewell.consume import on
from sharewell.events import GroupRoleChanged, MemberJoinedGroup, MemberLeftGroup


@on(MemberJoinedGroup)
def joined(member: MemberJoinedGroup) -> None:
    """Whoever comes back has what they had done."""
    following.people(member.organisation, member.group, member.member)


@on(MemberLeftGroup)
def left(member: MemberLeftGroup) -> None:
    """Whoever leaves is no more among those who have done it."""
    following.people(member.organisation, member.group, member.member)


@on(GroupRoleChanged)
def cast(member: GroupRoleChanged) -> None:
    """Observers are asked nothing."""
    following.people(member.organisation, member.group, member.member)
