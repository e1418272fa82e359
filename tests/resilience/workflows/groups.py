"""Groups."""

from functools import partial

from resilience.fixtures import ONCE, House
from resilience.workflows.words import asked, consumed, does

GROUP = "/api/groups/{group}"
RULE = {"rule": {"takes": {"field": "department", "among": ["Clay"]}}}
POTTER = {"name": "Cleo kettle", "department": "Clay", "location": "Graz"}

fills = does("ada", f"PUT {GROUP}/rule", RULE)
asks_in = does("ada", f"PUT {GROUP}/invitations/{{cleo}}")
lets_in = does("ada", f"PUT {GROUP}/members/{{cleo}}")


def opens(house: House, visibility: str = "open") -> None:
    """There is a group that others may come into, or ask to."""
    body = {"name": "Glass", "visibility": visibility}
    house.ids["glass"] = house.did("ada", "POST", "/api/groups", body)["id"]


def asks(house: House) -> None:
    """Cleo asks to be let in."""
    opens(house, "request")
    house.did("cleo", "POST", "/api/groups/{glass}/join", {"words": "Let me"})


def comes(house: House) -> None:
    """Somebody follows the mail that asks them into the group too."""
    from sharewell.ids import InvitationId, OrganisationId
    from sharewell.members.invitations import invitations

    house.did("ada", "POST", f"{GROUP}/letters", {"people": "late@kettle.example"})
    organisation = OrganisationId(house.ids["organisation"])
    link = invitations.link(organisation, InvitationId(house.ids["invitation"]))
    house.ids["token"] = link.rpartition("/")[2]


def accepts(house: House) -> None:
    """They accept."""
    house.did("late", "POST", "/api/invitation-links/{token}/accept", {"name": "Late"})


def lets_many_in(house: House) -> None:
    """A list goes on after its first people."""
    from sharewell.groups import model

    before, model.TOGETHER = model.TOGETHER, 1
    try:
        house.did("ada", "POST", f"{GROUP}/members", {"members": ["{cleo}"]})
    finally:
        model.TOGETHER = before


def _rules_then_fits(house: House) -> None:
    fills(house)
    house.stack.settle()


def _ruled_and_gone(house: House) -> None:
    """A group with a rule is deleted, and somebody comes to fit it."""
    fills(house)
    house.stack.settle()
    house.did("ada", "DELETE", GROUP)
    house.did("cleo", "PUT", "/api/me/profile", POTTER)
    house.stack.settle()


ASKED = [
    asked(
        "make_group",
        "groups",
        "POST /api/groups",
        {"name": "Kiln", "visibility": "open", "members": ["{ben}"]},
        idempotency_key=ONCE,
    ),
    asked("change_group", "groups", f"PATCH {GROUP}", {"name": "Table", "visibility": "open"}),
    asked("delete_group", "groups", f"DELETE {GROUP}"),
    asked("restore_group", "groups", f"POST {GROUP}/restore", seed=does("ada", f"DELETE {GROUP}")),
    asked("restore_ruled_group", "groups", f"POST {GROUP}/restore", seed=_ruled_and_gone),
    asked("pin_in_group", "groups", f"PUT {GROUP}/pins/{{note}}"),
    asked(
        "unpin_in_group",
        "groups",
        f"DELETE {GROUP}/pins/{{note}}",
        seed=does("ada", f"PUT {GROUP}/pins/{{note}}"),
    ),
    asked("add_to_group", "group_people", f"PUT {GROUP}/members/{{cleo}}"),
    asked("add_many", "group_people", f"POST {GROUP}/members", {"members": ["{cleo}", "{ben}"]}),
    asked("cast", "group_people", f"PATCH {GROUP}/members/{{ben}}", {"role": "lead"}),
    asked("hand_over", "group_people", f"POST {GROUP}/hand-over", {"to": "{ben}"}),
    asked("take_out_of_group", "group_people", f"DELETE {GROUP}/members/{{ben}}"),
    asked("leave_group", "group_people", f"DELETE {GROUP}/members/{{ben}}", by="ben"),
    asked(
        "join_group",
        "group_people",
        "POST /api/groups/{glass}/join",
        {"words": ""},
        by="cleo",
        seed=opens,
    ),
    asked(
        "ask_to_join",
        "group_people",
        "POST /api/groups/{glass}/join",
        {"words": "Let me"},
        by="cleo",
        seed=partial(opens, visibility="request"),
    ),
    asked("approve", "group_people", "PUT /api/groups/{glass}/requests/{cleo}", seed=asks),
    asked("decline", "group_people", "DELETE /api/groups/{glass}/requests/{cleo}", seed=asks),
    asked("invite", "group_people", f"PUT {GROUP}/invitations/{{cleo}}"),
    asked("uninvite", "group_people", f"DELETE {GROUP}/invitations/{{cleo}}", seed=asks_in),
    asked(
        "come_as_asked",
        "group_people",
        f"POST {GROUP}/join",
        {"words": ""},
        by="cleo",
        seed=asks_in,
    ),
    asked(
        "letters",
        "group_people",
        f"POST {GROUP}/letters",
        {"people": "new@kettle.example, late@kettle.example, cleo@kettle.example"},
    ),
    asked("give_rule", "group_rules", f"PUT {GROUP}/rule", RULE),
    asked("take_rule", "group_rules", f"DELETE {GROUP}/rule", seed=fills),
]
CONSUMED = [
    consumed("close_a_request", "consumers.groups_memberships", lets_in, seed=asks_in),
    consumed("welcome_a_member", "consumers.groups_memberships", accepts, seed=comes),
    consumed(
        "follow_a_rule",
        "consumers.groups_memberships",
        does("cleo", "PUT /api/me/profile", POTTER),
        seed=_rules_then_fits,
    ),
    consumed(
        "fill_by_a_rule",
        "workers.job_worker",
        fills,
        seed=does("cleo", "PUT /api/me/profile", POTTER),
    ),
    consumed("fill_from_a_list", "workers.job_worker", lets_many_in),
    consumed("tell_leads", "consumers.groups_notifications", asks),
    consumed("tell_who_is_let_in", "consumers.groups_notifications", lets_in),
    consumed("tell_who_is_asked_in", "consumers.groups_notifications", asks_in),
]
WORKFLOWS = [*ASKED, *CONSUMED]
