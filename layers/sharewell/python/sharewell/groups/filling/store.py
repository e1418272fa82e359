"""Rules and fillings of groups, as rows.

read                                      key
---------------------------------------   ---------------------------------
every rule of an organisation             RULES#<org> / <group>
how far the filling of a group has got    GROUP#<org>#<group> / RUN
whom its rule does not put in any more    GROUP#<org>#<group> / OUT#<member>
"""

from collections.abc import Sequence

from pynamodb.attributes import BooleanAttribute, ListAttribute, NumberAttribute, UnicodeAttribute

from sharewell import table
from sharewell.errors import Gone, Stale
from sharewell.events import Event
from sharewell.groups.filling.shapes import Run
from sharewell.groups.rule import Rule
from sharewell.ids import GroupId, MemberId, OrganisationId
from sharewell.keys import KeyShape, Parent
from sharewell.table import Row, Write

RULES_AT_ONCE = 100
OVERTAKEN = "this filling was overtaken by another"


class RuleRow(Row):
    """The rule of a group."""

    key = KeyShape("RULES#<org> / <group>")

    rule = UnicodeAttribute()


class RunRow(Row):
    """How far the filling of a group has got."""

    key = KeyShape("GROUP#<org>#<group> / RUN", parent=Parent.GROUP)

    id = UnicodeAttribute()
    step = NumberAttribute()
    people: ListAttribute[str] = ListAttribute(default=list)
    by = UnicodeAttribute(null=True)
    by_member = UnicodeAttribute(null=True)
    walks = BooleanAttribute()
    cursor = UnicodeAttribute(null=True)
    seen = NumberAttribute()
    joined = NumberAttribute()
    left = NumberAttribute()
    skipped = NumberAttribute()
    done = BooleanAttribute()


class OutRow(Row):
    """That somebody left a group whose rule had put them in."""

    key = KeyShape("GROUP#<org>#<group> / OUT#<member>", parent=Parent.GROUP)


class FillingStore:
    """Where rules and fillings are kept."""

    def run(self, organisation: OrganisationId, id: GroupId) -> Run | None:
        """The latest filling of a group."""
        row = table.get(RunRow, *RunRow.key(organisation, id), consistent=True)
        return Run(**row.fields()) if row else None

    def keep_run(
        self,
        write: Write,
        organisation: OrganisationId,
        group: GroupId,
        old: Run | None,
        new: Run,
        *said: Event,
    ) -> None:
        """Keep where a filling is; Gone when another has begun or got further meanwhile."""
        row = RunRow(*RunRow.key(organisation, group), **new.model_dump())
        is_same = (RunRow.id == old.id) & (RunRow.step == old.step) if old else None
        if is_same is None:
            write.add(row, *said, taken=OVERTAKEN)
            return
        fields = new.model_dump()
        actions = [
            getattr(RunRow, name).remove() if value is None else getattr(RunRow, name).set(value)
            for name, value in fields.items()
        ]
        write.update(row, actions, *said, only_if=is_same, otherwise=Gone(OVERTAKEN))

    def must_be_at(
        self, write: Write, organisation: OrganisationId, group: GroupId, run: Run
    ) -> None:
        """Refuse the open write when the filling has got further, or is another."""
        is_same = (RunRow.id == run.id) & (RunRow.step == run.step)
        write.check(RunRow, *RunRow.key(organisation, group), is_same, Gone(OVERTAKEN))

    def rule(self, organisation: OrganisationId, group: GroupId) -> Rule | None:
        """The rule of a group."""
        row = table.get(RuleRow, *RuleRow.key(organisation, group), consistent=True)
        return Rule.model_validate_json(row.rule) if row else None

    def rules(
        self, organisation: OrganisationId, after: str | None
    ) -> tuple[dict[GroupId, Rule], str | None]:
        """The rules of an organisation, some at once, and where to go on."""
        pk = RuleRow.key.pk(organisation)
        rows = table.page(RuleRow, pk, after=after, limit=RULES_AT_ONCE, consistent=True)
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
