"""What somebody has done counts while they are asked: who leaves a group or observes it is not.

A group from before that was counted is counted with the first of them.
"""

from sharewell.assignments.following import following
from sharewell.consume import on
from sharewell.events import GroupRoleChanged, MemberJoinedGroup, MemberLeftGroup
from sharewell.groups.asking.service import asking
from sharewell.groups.attendance import attendance
from sharewell.groups.recounting import recounting


@on(MemberJoinedGroup)
def joined(member: MemberJoinedGroup) -> None:
    """Whoever comes back has what they had done, and neither asks nor is asked to come in."""
    attendance.follow(member.organisation, member.group, member.member)
    recounting.look(member.organisation, member.group)
    asking.settled(member.organisation, member.group, member.member)
    following.people(member.organisation, member.group, member.member)


@on(MemberLeftGroup)
def left(member: MemberLeftGroup) -> None:
    """Whoever leaves is no more among those who have done it."""
    recounting.look(member.organisation, member.group)
    following.people(member.organisation, member.group, member.member)


@on(GroupRoleChanged)
def cast(member: GroupRoleChanged) -> None:
    """Nothing is asked of observers, nor of who is away."""
    recounting.look(member.organisation, member.group)
    following.people(member.organisation, member.group, member.member)
