"""Matches pasted lists to members: by address, or by name or its beginning, in any spelling."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sharewell.aws import concurrency
from sharewell.core.caller import Caller, Role
from sharewell.core.errors import Invalid
from sharewell.core.ids import GroupId, MemberId
from sharewell.groups.memberships import Memberships, memberships
from sharewell.groups.service import GroupService, groups
from sharewell.members.invitations import InvitationService, invitation_service
from sharewell.members.pasted_list import (
    MAX_CANDIDATES,
    MAX_LINES,
    Candidate,
    MatchResult,
    PastedEntry,
    PastedLine,
    PastedMatches,
    PastedPeople,
    best_matches,
    parse_entries,
)
from sharewell.profiles.model import PersonCard
from sharewell.profiles.service import ProfileService, profiles


@dataclass(frozen=True, slots=True)
class PersonMatching:
    """Previews which members a pasted list means, for a person to check; it writes nothing."""

    profiles: ProfileService
    groups: GroupService
    memberships: Memberships
    invitations: InvitationService

    def match_list(self, pasted: PastedPeople, *, by: Caller) -> PastedMatches:
        """Returns the member, the candidates or the possible invitation of each entry."""
        if pasted.group:
            self.groups.require_member(by, pasted.group)
        entries = parse_entries(pasted.people)
        if len(entries) > MAX_LINES:
            message = f"A list can have at most {MAX_LINES} people. This list has {len(entries)}."
            raise Invalid(message, field="people")
        addresses = list(dict.fromkeys(it.address for it in entries if it.address))
        names = list(dict.fromkeys(it.name for it in entries if it.name and not it.address))
        searches = [partial(self._find_by_name, by, name) for name in names]
        holders, *results = concurrency.run_concurrently(
            [partial(self.invitations.find_holders, by.organisation, addresses), *searches]
        )
        by_name = dict(zip(names, results, strict=True))
        members = self._get_candidates([it for it in holders.values() if it], by)
        lines = [self._match_line(it, holders, members, by_name, by) for it in entries]
        return PastedMatches(
            lines=_mark_duplicates(self._mark_in_group(lines, pasted.group, by)),
            may_invite=by.role is Role.ADMIN,
        )

    def _find_by_name(self, by: Caller, name: str) -> list[PersonCard]:
        exact = self.profiles.find_by_name(by.organisation, name, MAX_CANDIDATES)
        words = name.split()
        if not exact and len(words) > 1:  # the family name first
            swapped = " ".join([*words[1:], words[0]])
            exact = self.profiles.find_by_name(by.organisation, swapped, MAX_CANDIDATES)
            return best_matches(swapped, exact)
        return best_matches(name, exact)

    def _get_candidates(self, members: Sequence[MemberId], by: Caller) -> dict[MemberId, Candidate]:
        cards = self.profiles.get_cards(by.organisation, members)
        return {it.id: _candidate(it) for it in cards}

    def _match_line(
        self,
        entry: PastedEntry,
        holders: dict[str, MemberId | None],
        members: dict[MemberId, Candidate],
        by_name: dict[str, list[PersonCard]],
        by: Caller,
    ) -> PastedLine:
        line = PastedLine(
            line=entry.line,
            text=entry.text,
            address=entry.address,
            match=MatchResult.UNKNOWN,
        )
        if entry.address in holders:
            member = holders[entry.address]
            if member is None:
                return line.model_copy(update={"match": MatchResult.ALREADY_INVITED})
            if member in members:
                return line.model_copy(
                    update={"match": MatchResult.FOUND, "member": members[member]}
                )
            return line
        if entry.address:
            may_invite = by.role is Role.ADMIN
            return line.model_copy(
                update={"match": MatchResult.TO_INVITE if may_invite else MatchResult.NOT_A_MEMBER}
            )
        candidates = [_candidate(card) for card in by_name.get(entry.name, [])]
        if len(candidates) == 1:
            return line.model_copy(update={"match": MatchResult.FOUND, "member": candidates[0]})
        match = MatchResult.AMBIGUOUS if candidates else MatchResult.UNKNOWN
        return line.model_copy(update={"match": match, "candidates": candidates})

    def _mark_in_group(
        self, lines: list[PastedLine], group: GroupId | None, by: Caller
    ) -> list[PastedLine]:
        existing = {by.member}
        if group:
            ids = [it.member.id for it in lines if it.member]
            existing = self.memberships.list_members_among(by.organisation, group, ids)
        return [
            it.model_copy(update={"match": MatchResult.IN_GROUP})
            if it.member and it.member.id in existing
            else it
            for it in lines
        ]


def _mark_duplicates(lines: list[PastedLine]) -> list[PastedLine]:
    seen: set[str] = set()
    marked = []
    for it in lines:
        key = it.member.id if it.member else it.address
        marked.append(it.model_copy(update={"match": MatchResult.DUPLICATE}) if key in seen else it)
        seen |= {key} if key else set()
    return marked


def _candidate(card: PersonCard) -> Candidate:
    return Candidate(id=card.id, name=card.name, title=card.title, department=card.department)


person_matching = PersonMatching(profiles, groups, memberships, invitation_service)
