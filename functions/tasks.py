"""Assignments over HTTP, for those who are asked: what they have to do, and how far they are."""

from sharewell.app import create_api
from sharewell.assignments.answers import AskedOfMe, OwnAssignment
from sharewell.assignments.bodies import Explanation, MineQuery, MoreTime, Reached, Saying
from sharewell.assignments.doing import doings
from sharewell.assignments.mine import mine
from sharewell.caller import Caller
from sharewell.ids import AssignmentId, AudienceId, ItemId
from sharewell.page import Page

api = create_api("tasks")


@api.get("/api/assignments")
def list_my_assignments(query: MineQuery, me: Caller) -> Page[OwnAssignment]:
    """What the caller has to do, what is due first first; or, with `done`, what they have done."""
    return mine.of_me(done=query.done, by=me, after=query.after)


@api.get("/api/items/{item}/assignments")
def list_item_assignments(item: ItemId, me: Caller) -> Page[AskedOfMe]:
    """What the caller is asked of an item."""
    return mine.of_item(item, by=me)


@api.get("/api/assignments/{to}/{assignment}")
def read_assignment(to: AudienceId, assignment: AssignmentId, me: Caller) -> AskedOfMe:
    """What the caller is asked, and how far they are."""
    return doings.view(to, assignment, by=me)


@api.put("/api/assignments/{to}/{assignment}/mine")
def say_where(to: AudienceId, assignment: AssignmentId, body: Saying, me: Caller) -> AskedOfMe:
    """Tick it, take a tick back, or say that it is ready to be reviewed."""
    return doings.say(to, assignment, body.state, by=me)


@api.put("/api/assignments/{to}/{assignment}/mine/page")
def reach_page(to: AudienceId, assignment: AssignmentId, body: Reached, me: Caller) -> AskedOfMe:
    """Be at a page of a PDF to read; the furthest is kept, and it is done with the last."""
    return doings.reach(to, assignment, body.page, by=me)


@api.put("/api/assignments/{to}/{assignment}/mine/reason")
def explain_assignment(
    to: AudienceId, assignment: AssignmentId, body: Explanation, me: Caller
) -> AskedOfMe:
    """Say why it will not be done."""
    return doings.explain(to, assignment, body.why, body.words, by=me)


@api.delete("/api/assignments/{to}/{assignment}/mine/reason")
def take_reason_back(to: AudienceId, assignment: AssignmentId, me: Caller) -> None:
    """Have said nothing of why it will not be done."""
    doings.explain(to, assignment, None, "", by=me)


@api.put("/api/assignments/{to}/{assignment}/mine/extension")
def ask_for_extension(
    to: AudienceId, assignment: AssignmentId, body: MoreTime, me: Caller
) -> AskedOfMe:
    """Ask for more time; whoever leads decides."""
    return doings.ask_for_time(to, assignment, body.due, body.words, by=me)
