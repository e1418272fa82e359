"""Groups with rules follow what people say of themselves."""

from sharewell.consume import on
from sharewell.events import MemberChanged
from sharewell.groups.membership_rules.service import rules


@on(MemberChanged)
def handler(changed: MemberChanged) -> None:
    """Let them in and out as they are now; in whatever order it is heard, it ends the same."""
    rules.look_again(changed.organisation, changed.member)
