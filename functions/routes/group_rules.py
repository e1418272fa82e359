"""Filling groups over HTTP: from a pasted list, and by a rule."""

from sharewell.app import create_api
from sharewell.caller import Caller
from sharewell.groups.membership_rules.schemas import Filled, NewRule, RuleDiff, RuleTrial
from sharewell.groups.membership_rules.service import rules
from sharewell.ids import GroupId
from sharewell.members.pasted import PastedMatches, PastedPeople
from sharewell.members.person_matching import matching

api = create_api("group_rules")


@api.post("/api/pasted-people", status=200)
def match_pasted_people(body: PastedPeople, me: Caller) -> PastedMatches:
    """Whom a pasted list means, line by line; nobody is let in or asked yet."""
    return matching.match(body, by=me)


@api.post("/api/rule-trials", status=200)
def try_rule(body: RuleTrial, me: Caller) -> RuleDiff:
    """Whom a rule would let in and out, among the next two hundred people; nothing changes."""
    return rules.try_out(body, by=me)


@api.get("/api/groups/{group}/rule")
def read_group_rule(group: GroupId, me: Caller) -> Filled:
    """The rule of a group one is in, and how far it has been applied."""
    return rules.read(group, by=me)


@api.put("/api/groups/{group}/rule", status=204)
def give_group_rule(group: GroupId, body: NewRule, version: int | None, me: Caller) -> None:
    """Let a group follow a rule from now on; for who leads it."""
    rules.give(group, body.rule, version, by=me)


@api.delete("/api/groups/{group}/rule")
def take_group_rule(group: GroupId, me: Caller) -> None:
    """Let it follow none; whoever is in it stays."""
    rules.give(group, None, None, by=me)
