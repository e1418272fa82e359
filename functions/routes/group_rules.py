"""HTTP routes for pasted lists of people and for membership rules."""

from sharewell.app import create_api
from sharewell.core.caller import Caller
from sharewell.core.ids import GroupId
from sharewell.groups.membership_rules.schemas import (
    NewRule,
    RuleDiff,
    RulePreviewRequest,
    RuleStatus,
)
from sharewell.groups.membership_rules.service import rules
from sharewell.members.pasted_list import PastedMatches, PastedPeople
from sharewell.members.person_matching import person_matching

api = create_api("group_rules")


@api.post("/api/pasted-people", status=200)
def match_pasted_people(body: PastedPeople, me: Caller) -> PastedMatches:
    """Match a pasted list with members, line by line; changes nothing."""
    return person_matching.match_list(body, by=me)


@api.post("/api/rule-previews", status=200)
def preview_rule(body: RulePreviewRequest, me: Caller) -> RuleDiff:
    """Preview a membership rule on the next 200 people; changes nothing."""
    return rules.preview_rule(body, by=me)


@api.get("/api/groups/{group}/rule")
def read_group_rule(group: GroupId, me: Caller) -> RuleStatus:
    """Get the membership rule of one of the caller's groups, and its progress."""
    return rules.get_rule_status(group, by=me)


@api.put("/api/groups/{group}/rule", status=204)
def set_group_rule(group: GroupId, body: NewRule, version: int | None, me: Caller) -> None:
    """Set the membership rule of a group. Leads only."""
    rules.set_rule(group, body.rule, version, by=me)


@api.delete("/api/groups/{group}/rule")
def remove_group_rule(group: GroupId, me: Caller) -> None:
    """Remove the membership rule of a group; its members remain."""
    rules.set_rule(group, None, None, by=me)
