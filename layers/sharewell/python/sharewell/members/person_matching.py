"""Whom a pasted list means: by address, by name in any case and accents, or by its beginning."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sharewell import concurrency
from sharewell.caller import Caller, Role
from sharewell.errors import Invalid
from sharewell.groups.membership import Memberships, memberships
from sharewell.groups.service import Groups, groups
from sharewell.ids import GroupId, MemberId
from sharewell.members.invitations import Invitations, invitations
from sharewell.members.pasted import (
    MOST_CANDIDATES,
    MOST_LINES,
    Candidate,
    Entry,
    Match,
    PastedLine,
    PastedMatches,
    PastedPeople,
    entries,
    meant,
)
from sharewell.profiles.model import PersonCard
from sharewell.profiles.service import Profiles, profiles


@dataclass(frozen=True, slots=True)
class Matching:
    """Nothing is made: it says what would be, for somebody to look over and choose."""

    profiles: Profiles
    groups: Groups
    memberships: Memberships
    invitations: Invitations

    def match(self, pasted: PastedPeople, *, by: Caller) -> PastedMatches:
        """Line by line: who it is, who it may be, or who would be asked in."""
        if pasted.group:
            self.groups.must_be_inside(by, pasted.group)
        read = entries(pasted.people)
        if len(read) > MOST_LINES:
            too_long = f"at most {MOST_LINES} people at once; this list has {len(read)}"
            raise Invalid(too_long, field="people")
        addresses = list(dict.fromkeys(it.address for it in read if it.address))
        names = list(dict.fromkeys(it.name for it in read if it.name and not it.address))
        asks = [partial(self._called, by, name) for name in names]
        holders, *called = concurrency.run_concurrently(
            [partial(self.invitations.holders, by.organisation, addresses), *asks]
        )
        found = dict(zip(names, called, strict=True))
        held = self._held([it for it in holders.values() if it], by)
        lines = [self._line(it, holders, held, found, by) for it in read]
        return PastedMatches(
            lines=_once_each(self._known(lines, pasted.group, by)), may_invite=by.role is Role.ADMIN
        )

    def _called(self, by: Caller, name: str) -> list[PersonCard]:
        exact = self.profiles.called(by.organisation, name, MOST_CANDIDATES)
        words = name.split()
        if not exact and len(words) > 1:  # the family name first
            turned = " ".join([*words[1:], words[0]])
            exact = self.profiles.called(by.organisation, turned, MOST_CANDIDATES)
            return meant(turned, exact)
        return meant(name, exact)

    def _held(self, members: Sequence[MemberId], by: Caller) -> dict[MemberId, Candidate]:
        found = self.profiles.cards(by.organisation, members)
        return {it.id: _candidate(it) for it in found}

    def _line(
        self,
        it: Entry,
        holders: dict[str, MemberId | None],
        held: dict[MemberId, Candidate],
        found: dict[str, list[PersonCard]],
        by: Caller,
    ) -> PastedLine:
        line = PastedLine(line=it.line, text=it.text, address=it.address, match=Match.UNKNOWN)
        if it.address in holders:
            member = holders[it.address]
            if member is None:
                return line.model_copy(update={"match": Match.INVITED_BEFORE})
            if member in held:
                return line.model_copy(update={"match": Match.FOUND, "member": held[member]})
            return line
        if it.address:
            invites = by.role is Role.ADMIN
            return line.model_copy(update={"match": Match.TO_INVITE if invites else Match.NOT_HERE})
        some = [_candidate(card) for card in found.get(it.name, [])]
        if len(some) == 1:
            return line.model_copy(update={"match": Match.FOUND, "member": some[0]})
        match = Match.SEVERAL if some else Match.UNKNOWN
        return line.model_copy(update={"match": match, "candidates": some})

    def _known(
        self, lines: list[PastedLine], group: GroupId | None, by: Caller
    ) -> list[PastedLine]:
        known = {by.member}
        if group:
            every = [it.member.id for it in lines if it.member]
            known = self.memberships.list_members_among(by.organisation, group, every)
        return [
            it.model_copy(update={"match": Match.IN_GROUP})
            if it.member and it.member.id in known
            else it
            for it in lines
        ]


def _once_each(lines: list[PastedLine]) -> list[PastedLine]:
    seen: set[str] = set()
    told = []
    for it in lines:
        who = it.member.id if it.member else it.address
        told.append(it.model_copy(update={"match": Match.TWICE}) if who in seen else it)
        seen |= {who} if who else set()
    return told


def _candidate(card: PersonCard) -> Candidate:
    return Candidate(id=card.id, name=card.name, title=card.title, department=card.department)


matching = Matching(profiles, groups, memberships, invitations)
