"""What somebody has done counts while they are asked: who leaves a group or observes it is not."""

from sharewell.assignments.following import following
from sharewell.consume import on
from sharewell.events import GroupRoleChanged, MemberJoinedGroup, MemberLeftGroup
from sharewell.groups.asking.service import asking
from sharewell.groups.attendance import attendance


@on(MemberJoinedGroup)
def joined(member: MemberJoinedGroup) -> None:
    """Whoever comes back has what they had done, and neither asks nor is asked to come in."""
    attendance.follow(member.organisation, member.group, member.member)
    asking.settled(member.organisation, member.group, member.member)
    following.people(member.organisation, member.group, member.member)


@on(MemberLeftGroup)
def left(member: MemberLeftGroup) -> None:
    """Whoever leaves is no more among those who have done it."""
    following.people(member.organisation, member.group, member.member)


@on(GroupRoleChanged)
def cast(member: GroupRoleChanged) -> None:
    """Nothing is asked of observers, nor of who is away."""
    following.people(member.organisation, member.group, member.member)
