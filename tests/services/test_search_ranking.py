"""Ranking, held to judgements: for each search, which documents must come first.

Boosts may be tuned as long as this list passes.
"""

from datetime import timedelta
from pathlib import Path

import pytest

from helpers.search_library import NOW, refs, run_search, shelf, thing
from sharewell.search.engine import Engine

LONG_AGO = NOW - timedelta(days=1_500)
LIBRARY = (
    thing(
        "item:kickoff",
        "Kick-off brief",
        "Purpose, outcomes, stakeholders and how success is measured.",
    ),
    thing("item:agreement", "Working agreement", "How we decide, when we meet, how we disagree."),
    thing(
        "item:meetings",
        "Fewer meetings",
        "Pre-reads replace status meetings. Send the brief a day ahead.",
    ),
    thing(
        "item:retro",
        "Sharing failures",
        "A blameless review: what happened, what surprised us, what we keep.",
    ),
    thing(
        "item:experiment",
        "Small experiments",
        "Hypothesis, a small group, three weeks, a measure, a decision.",
    ),
    thing(
        "item:onboarding",
        "Onboarding guide",
        "Your first week: accounts, people to meet, the handbook.",
    ),
    thing(
        "item:onboarding-old",
        "Onboarding guide",
        "Your first week in the old office.",
        created=LONG_AGO,
    ),
    thing(
        "item:expenses",
        "Travel expenses",
        "Receipts within thirty days. The handbook has the rates.",
    ),
    thing(
        "item:handbook",
        "Employee handbook",
        "",
        "Holiday: thirty days.",
        "Travel: rail before air.",
        "Sick leave: tell your lead.",
    ),
    thing(
        "item:deploy",
        "Deploying on Fridays",
        "We do. Rollback takes one minute; the runbook says how.",
    ),
    thing(
        "item:runbook",
        "Incident runbook",
        "Declare, assemble, mitigate, tell customers, write the review.",
    ),
    thing("item:postgres", "Postgres indexes", "A partial index made the slow report fast."),
    thing("item:cpp", "C++ build times", "Precompiled headers and unity builds."),
    thing(
        "item:interview",
        "Interview questions",
        "Ask about a disagreement, a failure, a time they changed their mind.",
    ),
    thing(
        "person:maya",
        "Maya Lindqvist",
        "Data engineer, Platform, Oslo. Helps with Postgres and dashboards.",
    ),
    thing(
        "person:tomas",
        "Tomás Rueda",
        "Facilitator, People, Lisbon. Helps with retrospectives and meetings.",
    ),
    thing(
        "channel:leadership",
        "Collaborative leadership",
        "Short practical guides to leading together.",
    ),
    thing("channel:postgres", "Postgres", "Questions about our databases."),
)
JUDGED = [
    ("kick-off brief", "item:kickoff", 1),
    ("kickoff", "item:kickoff", 3),
    ("working agreement", "item:agreement", 1),
    ("how do we decide", "item:agreement", 1),
    ("fewer meetings", "item:meetings", 1),
    ("meetings", "item:meetings", 1),
    ("pre-reads", "item:meetings", 1),
    ("blameless review", "item:retro", 1),
    ("small experiment", "item:experiment", 1),
    ("hypothesis", "item:experiment", 1),
    ("onboarding", "item:onboarding", 1),
    ("onbording guide", "item:onboarding", 1),
    ("first week", "item:onboarding", 1),
    ("travel", "item:expenses", 1),
    ("travel rail", "item:handbook", 1),
    ("handbook", "item:handbook", 1),
    ("sick leave", "item:handbook", 1),
    ("holliday", "item:handbook", 1),
    ("rollback", "item:deploy", 1),
    ("runbook", "item:runbook", 1),
    ("incidents", "item:runbook", 1),
    ("postgres", "channel:postgres", 1),
    ("postgres index", "item:postgres", 1),
    ("postgres dashboards", "person:maya", 1),
    ("C++", "item:cpp", 1),
    ("interview", "item:interview", 1),
    ("maya", "person:maya", 1),
    ("lindquist", "person:maya", 1),
    ("tomas rueda", "person:tomas", 1),
    ("facilitator lisbon", "person:tomas", 1),
    ("leadership", "channel:leadership", 1),
    ("collab", "channel:leadership", 1),
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Returns the judged documents."""
    return shelf(Path(tmp_path_factory.mktemp("library")), *LIBRARY)


@pytest.mark.parametrize(("question", "wanted", "among"), JUDGED)
def test_wanted_document_ranks_among_the_first(
    library: Engine, question: str, wanted: str, among: int
) -> None:
    assert wanted in refs(run_search(library, question))[:among]


def test_wanted_document_ranks_first_while_typing(library: Engine) -> None:
    """Three letters before the end, four of five wanted documents are among the first three."""
    typed = [(question[:-3], wanted) for question, wanted, _ in JUDGED if len(question) > 6]
    early = [wanted in refs(run_search(library, so_far))[:3] for so_far, wanted in typed]
    assert sum(early) >= 0.8 * len(early)
