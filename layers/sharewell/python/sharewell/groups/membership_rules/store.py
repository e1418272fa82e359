"""Reads and writes membership rules.

read                                      key
---------------------------------------   ---------------------------------
the rules of an organisation              RULES#<org> / <group>
members that a rule does not add again    GROUP#<org>#<group> / EXCLUDED#<member>
"""

from collections.abc import Sequence

from pynamodb.attributes import UnicodeAttribute

from sharewell.aws import table
from sharewell.aws.keys import KeyShape, Parent
from sharewell.aws.table import Row, Transaction
from sharewell.core.errors import VersionConflict
from sharewell.core.ids import GroupId, MemberId, OrganisationId
from sharewell.groups.rule import Rule

RULES_PAGE_SIZE = 100


class RuleRow(Row):
    """The rule of a group."""

    key = KeyShape("RULES#<org> / <group>")

    rule = UnicodeAttribute()


class RuleExclusionRow(Row):
    """A member who left a group with a rule, so that the rule does not add them again."""

    key = KeyShape("GROUP#<org>#<group> / EXCLUDED#<member>", parent=Parent.GROUP)


class RuleStore:
    """Reads and writes rules and exclusions from them."""

    def get_rule(self, organisation: OrganisationId, group: GroupId) -> Rule | None:
        """Returns the rule of a group, with a strongly consistent read, or None."""
        row = table.get(RuleRow, *RuleRow.key(organisation, group), consistent=True)
        return Rule.model_validate_json(row.rule) if row else None

    def list_rules(
        self, organisation: OrganisationId, after: str | None
    ) -> tuple[dict[GroupId, Rule], str | None]:
        """Returns a page of an organisation's rules by group, and the cursor of the next page."""
        pk = RuleRow.key.pk(organisation)
        rows = table.query_page(RuleRow, pk, after=after, limit=RULES_PAGE_SIZE, consistent=True)
        rules = {GroupId(row.sk): Rule.model_validate_json(row.rule) for row in rows.items}
        return rules, rows.next

    def set_rule(
        self, tx: Transaction, organisation: OrganisationId, group: GroupId, rule: Rule | None
    ) -> None:
        """Writes the rule of a group; None deletes it."""
        row = RuleRow(*RuleRow.key(organisation, group))
        if rule is None:
            tx.delete(row)
        else:
            row.rule = rule.model_dump_json()
            tx.put(row)

    def require_rule(
        self, tx: Transaction, organisation: OrganisationId, group: GroupId, rule: Rule
    ) -> None:
        """Adds the condition check that the group still has this rule."""
        is_same = RuleRow.rule == rule.model_dump_json()
        error = VersionConflict("The group's rule was changed concurrently.")
        tx.check(RuleRow, *RuleRow.key(organisation, group), is_same, error)

    def add_exclusion(
        self, tx: Transaction, organisation: OrganisationId, group: GroupId, member: MemberId
    ) -> None:
        """Excludes a member from the group's rule, so that it does not add them again."""
        tx.put(RuleExclusionRow(*RuleExclusionRow.key(organisation, group, member)))

    def list_excluded(
        self, organisation: OrganisationId, group: GroupId, members: Sequence[MemberId]
    ) -> set[MemberId]:
        """Returns those of these members that the rule does not add."""
        keys = [RuleExclusionRow.key(organisation, group, it) for it in members]
        rows = table.get_many(RuleExclusionRow, keys, consistent=True)
        return {MemberId(row.key_value("member")) for row in rows}
