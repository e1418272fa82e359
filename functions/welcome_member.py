"""A new member comes into the groups that they were asked into, and that take them by rule."""

from sharewell.consume import on
from sharewell.events import MemberJoined
from sharewell.groups.asking.service import asking
from sharewell.groups.membership_rules.service import rules


@on(MemberJoined)
def handler(joined: MemberJoined) -> None:
    """Keep what the mail promised, and look at every rule; the second time nothing is left."""
    asking.welcome(joined.organisation, joined.member)
    rules.look_again(joined.organisation, joined.member)
