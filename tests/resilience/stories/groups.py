"""Stories of memberships, rules and requests."""

from resilience.fixtures import SeededOrganisation
from resilience.stories.builders import MEMBERSHIPS, Do, Story
from resilience.workflows import groups as of_groups
from resilience.workflows.builders import request_seed

GROUP_NOTIFICATIONS = "consumers.groups_notifications.handler"


def _set_rule_and_match(seeded: SeededOrganisation) -> None:
    of_groups.set_rule(seeded)
    _change_department("Clay")(seeded)


def _change_department(department: str) -> Do:
    return request_seed(
        "ben", "PUT /api/me/profile", {"name": "Ben kettle", "department": department}
    )


def _set_other_rule(seeded: SeededOrganisation) -> None:
    rule = {"rule": {"condition": {"field": "location", "among": ["Graz"]}}}
    seeded.request_ok("ada", "PUT", "/api/groups/{group}/rule", rule)


def _leave_and_join_again(seeded: SeededOrganisation) -> None:
    seeded.request_ok("cleo", "DELETE", "/api/groups/{group}/members/{cleo}")
    of_groups.add_cleo(seeded)


def _invite_and_add_cleo(seeded: SeededOrganisation) -> None:
    of_groups.invite_cleo(seeded)
    of_groups.add_cleo(seeded)


STORIES: dict[str, Story] = {
    "close_join_requests": Story(MEMBERSHIPS, [_invite_and_add_cleo, _leave_and_join_again]),
    "reevaluate_rules": Story(
        MEMBERSHIPS, [_set_rule_and_match, *map(_change_department, ("Clay", "Salt"))]
    ),
    "group_membership_job": Story(
        "workers.job_worker.handler", [of_groups.set_rule, _set_other_rule]
    ),
    "notify_leads": Story(GROUP_NOTIFICATIONS, [of_groups.request_to_join]),
    "notify_added_members": Story(GROUP_NOTIFICATIONS, [of_groups.add_cleo, _leave_and_join_again]),
    "notify_invited_members": Story(GROUP_NOTIFICATIONS, [of_groups.invite_cleo]),
}
