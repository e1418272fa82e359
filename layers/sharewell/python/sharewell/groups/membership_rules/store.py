"""Rules of groups, as rows.

read                                      key
---------------------------------------   ---------------------------------
every rule of an organisation             RULES#<org> / <group>
whom its rule does not put in any more    GROUP#<org>#<group> / OUT#<member>
"""

from collections.abc import Sequence

from pynamodb.attributes import UnicodeAttribute

from sharewell import table
from sharewell.errors import Stale
from sharewell.groups.rule import Rule
from sharewell.ids import GroupId, MemberId, OrganisationId
from sharewell.keys import KeyShape, Parent
from sharewell.table import Row, Write

RULES_AT_ONCE = 100


class RuleRow(Row):
    """The rule of a group."""

    key = KeyShape("RULES#<org> / <group>")

    rule = UnicodeAttribute()


class OutRow(Row):
    """That somebody left a group whose rule had put them in."""

    key = KeyShape("GROUP#<org>#<group> / OUT#<member>", parent=Parent.GROUP)


class FillingStore:
    """Where rules and fillings are kept."""

    def rule(self, organisation: OrganisationId, group: GroupId) -> Rule | None:
        """The rule of a group."""
        row = table.get(RuleRow, *RuleRow.key(organisation, group), consistent=True)
        return Rule.model_validate_json(row.rule) if row else None

    def rules(
        self, organisation: OrganisationId, after: str | None
    ) -> tuple[dict[GroupId, Rule], str | None]:
        """The rules of an organisation, some at once, and where to go on."""
        pk = RuleRow.key.pk(organisation)
        rows = table.query_page(RuleRow, pk, after=after, limit=RULES_AT_ONCE, consistent=True)
        found = {GroupId(row.sk): Rule.model_validate_json(row.rule) for row in rows.items}
        return found, rows.next

    def keep_rule(
        self, write: Write, organisation: OrganisationId, group: GroupId, rule: Rule | None
    ) -> None:
        """Keep the rule of a group, or none."""
        row = RuleRow(*RuleRow.key(organisation, group))
        if rule is None:
            write.remove(row)
        else:
            row.rule = rule.model_dump_json()
            write.put(row)

    def must_be_the_rule(
        self, write: Write, organisation: OrganisationId, group: GroupId, rule: Rule
    ) -> None:
        """Refuse the open write when the group has another rule by now."""
        is_same = RuleRow.rule == rule.model_dump_json()
        refusal = Stale("the group has another rule now")
        write.check(RuleRow, *RuleRow.key(organisation, group), is_same, refusal)

    def keep_out(
        self, write: Write, organisation: OrganisationId, group: GroupId, member: MemberId
    ) -> None:
        """Note that a rule is not to put somebody in again."""
        write.put(OutRow(*OutRow.key(organisation, group, member)))

    def kept_out(
        self, organisation: OrganisationId, group: GroupId, members: Sequence[MemberId]
    ) -> set[MemberId]:
        """Those of these members whom the rule does not put in."""
        keys = [OutRow.key(organisation, group, it) for it in members]
        rows = table.get_many(OutRow, keys, consistent=True)
        return {MemberId(row.key_value("member")) for row in rows}
