"""Channels."""

from faults.by_hand.words import asked
from faults.house import ONCE

WORKFLOWS = [
    asked("open_channel", "channels", "POST /api/channels", {"name": "Salt"}, idempotency_key=ONCE),
    asked("describe_channel", "channels", "PATCH /api/channels/{channel}", {"about": "Glass"}),
    asked(
        "rename_channel",
        "channels",
        "PATCH /api/channels/{channel}",
        {"name": "Glass"},
        if_match='"1"',
    ),
    asked("follow", "channels", "PUT /api/channels/{channel}/follow", by="cleo"),
    asked("unfollow", "channels", "DELETE /api/channels/{channel}/follow", by="ben"),
]
