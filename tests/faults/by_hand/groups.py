"""Groups."""

from faults.by_hand.words import asked
from faults.house import ONCE

WORKFLOWS = [
    asked(
        "make_group",
        "groups",
        "POST /api/groups",
        {"name": "Kiln", "members": ["{ben}"]},
        idempotency_key=ONCE,
    ),
    asked("rename_group", "groups", "PATCH /api/groups/{group}", {"name": "Table"}),
    asked("add_to_group", "groups", "PUT /api/groups/{group}/members/{cleo}"),
    asked("take_out_of_group", "groups", "DELETE /api/groups/{group}/members/{ben}"),
    asked("leave_group", "groups", "DELETE /api/groups/{group}/members/{ben}", by="ben"),
]
