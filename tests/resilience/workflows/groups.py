"""Groups."""

from functools import partial

from resilience.fixtures import IDEMPOTENCY_KEY, SeededOrganisation
from resilience.workflows.builders import consumer_workflow, request_seed, request_workflow

GROUP = "/api/groups/{group}"
RULE = {"rule": {"condition": {"field": "department", "among": ["Clay"]}}}
POTTER = {"name": "Cleo kettle", "department": "Clay", "location": "Graz"}

set_rule = request_seed("ada", f"PUT {GROUP}/rule", RULE)
invite_cleo = request_seed("ada", f"PUT {GROUP}/invitations/{{cleo}}")
add_cleo = request_seed("ada", f"PUT {GROUP}/members/{{cleo}}")


def create_open_group(seeded: SeededOrganisation, visibility: str = "open") -> None:
    """Makes a group open to joining or to join requests."""
    body = {"name": "Glass", "visibility": visibility}
    seeded.ids["glass"] = seeded.request_ok("ada", "POST", "/api/groups", body)["id"]


def request_to_join(seeded: SeededOrganisation) -> None:
    """Sends a join request of Cleo."""
    create_open_group(seeded, "request")
    seeded.request_ok("cleo", "POST", "/api/groups/{glass}/join", {"message": "Let me"})


def invite_by_email(seeded: SeededOrganisation) -> None:
    """Lets a person accept an emailed invitation with the group."""
    from sharewell.core.ids import InvitationId, OrganisationId
    from sharewell.members.invitations import invitation_service

    seeded.request_ok(
        "ada", "POST", f"{GROUP}/email-invitations", {"people": "late@kettle.example"}
    )
    organisation = OrganisationId(seeded.ids["organisation"])
    link = invitation_service.create_link(organisation, InvitationId(seeded.ids["invitation"]))
    seeded.ids["token"] = link.rpartition("/")[2]


def accept_invitation(seeded: SeededOrganisation) -> None:
    """Accepts it."""
    seeded.request_ok("late", "POST", "/api/invitation-links/{token}/accept", {"name": "Late"})


def add_many(seeded: SeededOrganisation) -> None:
    """Adds a list of members in several batches."""
    from sharewell.groups import model

    before, model.MEMBERS_PER_WRITE = model.MEMBERS_PER_WRITE, 1
    try:
        seeded.request_ok("ada", "POST", f"{GROUP}/members", {"members": ["{cleo}"]})
    finally:
        model.MEMBERS_PER_WRITE = before


def _set_rule_first(seeded: SeededOrganisation) -> None:
    set_rule(seeded)
    seeded.stack.settle()


def _delete_group_with_rule(seeded: SeededOrganisation) -> None:
    """Deletes a group with a rule and changes a member to match it."""
    set_rule(seeded)
    seeded.stack.settle()
    seeded.request_ok("ada", "DELETE", GROUP)
    seeded.request_ok("cleo", "PUT", "/api/me/profile", POTTER)
    seeded.stack.settle()


REQUESTS = [
    request_workflow(
        "create_group",
        "groups",
        "POST /api/groups",
        {"name": "Kiln", "visibility": "open", "members": ["{ben}"]},
        idempotency_key=IDEMPOTENCY_KEY,
    ),
    request_workflow(
        "change_group", "groups", f"PATCH {GROUP}", {"name": "Table", "visibility": "open"}
    ),
    request_workflow("delete_group", "groups", f"DELETE {GROUP}"),
    request_workflow(
        "restore_group",
        "groups",
        f"POST {GROUP}/restore",
        seed=request_seed("ada", f"DELETE {GROUP}"),
    ),
    request_workflow(
        "restore_ruled_group", "groups", f"POST {GROUP}/restore", seed=_delete_group_with_rule
    ),
    request_workflow("pin_in_group", "groups", f"PUT {GROUP}/pins/{{note}}"),
    request_workflow(
        "unpin_in_group",
        "groups",
        f"DELETE {GROUP}/pins/{{note}}",
        seed=request_seed("ada", f"PUT {GROUP}/pins/{{note}}"),
    ),
    request_workflow("add_to_group", "group_people", f"PUT {GROUP}/members/{{cleo}}"),
    request_workflow(
        "add_many", "group_people", f"POST {GROUP}/members", {"members": ["{cleo}", "{ben}"]}
    ),
    request_workflow(
        "change_group_role", "group_people", f"PATCH {GROUP}/members/{{ben}}", {"role": "lead"}
    ),
    request_workflow("hand_over", "group_people", f"POST {GROUP}/lead", {"to": "{ben}"}),
    request_workflow("remove_from_group", "group_people", f"DELETE {GROUP}/members/{{ben}}"),
    request_workflow("leave_group", "group_people", f"DELETE {GROUP}/members/{{ben}}", by="ben"),
    request_workflow(
        "join_group",
        "group_people",
        "POST /api/groups/{glass}/join",
        {"message": ""},
        by="cleo",
        seed=create_open_group,
    ),
    request_workflow(
        "request_to_join",
        "group_people",
        "POST /api/groups/{glass}/join",
        {"message": "Let me"},
        by="cleo",
        seed=partial(create_open_group, visibility="request"),
    ),
    request_workflow(
        "approve_join_request",
        "group_people",
        "PUT /api/groups/{glass}/requests/{cleo}",
        seed=request_to_join,
    ),
    request_workflow(
        "decline_join_request",
        "group_people",
        "DELETE /api/groups/{glass}/requests/{cleo}",
        seed=request_to_join,
    ),
    request_workflow("invite_to_group", "group_people", f"PUT {GROUP}/invitations/{{cleo}}"),
    request_workflow(
        "withdraw_group_invitation",
        "group_people",
        f"DELETE {GROUP}/invitations/{{cleo}}",
        seed=invite_cleo,
    ),
    request_workflow(
        "accept_group_invitation",
        "group_people",
        f"POST {GROUP}/join",
        {"message": ""},
        by="cleo",
        seed=invite_cleo,
    ),
    request_workflow(
        "invite_by_email",
        "group_people",
        f"POST {GROUP}/email-invitations",
        {"people": "new@kettle.example, late@kettle.example, cleo@kettle.example"},
    ),
    request_workflow("set_rule", "group_rules", f"PUT {GROUP}/rule", RULE),
    request_workflow("remove_rule", "group_rules", f"DELETE {GROUP}/rule", seed=set_rule),
]
CONSUMED = [
    consumer_workflow(
        "close_join_request", "consumers.groups_memberships", add_cleo, seed=invite_cleo
    ),
    consumer_workflow(
        "apply_accepted_invitation",
        "consumers.groups_memberships",
        accept_invitation,
        seed=invite_by_email,
    ),
    consumer_workflow(
        "reevaluate_rule",
        "consumers.groups_memberships",
        request_seed("cleo", "PUT /api/me/profile", POTTER),
        seed=_set_rule_first,
    ),
    consumer_workflow(
        "rule_job",
        "workers.job_worker",
        set_rule,
        seed=request_seed("cleo", "PUT /api/me/profile", POTTER),
    ),
    consumer_workflow("member_list_job", "workers.job_worker", add_many),
    consumer_workflow("notify_leads", "consumers.groups_notifications", request_to_join),
    consumer_workflow("notify_added_member", "consumers.groups_notifications", add_cleo),
    consumer_workflow("notify_invited_member", "consumers.groups_notifications", invite_cleo),
]
WORKFLOWS = [*REQUESTS, *CONSUMED]
