"""Creates the demo organisation in a new local stack, with the services that the API calls.

Everything here could be done in the app; only the clock is set back, so that the organisation has a
past. Files are uploaded by the forms that browsers would get.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import demo
from local_stack import demo_accounts
from local_stack.deploy import Deployment
from local_stack.emulator import KEYS
from local_stack.workspace import Workspace
from sharewell.aws import tenant_guard

if TYPE_CHECKING:
    from demo.activity import DemoActivity

THREADS = 8


def main() -> None:
    """Creates the organisation, its members, and their activity."""
    began = time.monotonic()
    place = Workspace.from_environment()
    deployment = Deployment(place)
    _configure_services(place, deployment)
    from demo.activity import (
        DemoActivity,  # its services read the environment when they are imported
    )

    subs = dict(_people(deployment))
    print(f"{len(subs)} people can sign in")
    story = DemoActivity(subs, datetime.now(UTC))
    with tenant_guard.unscoped("creates a demo organisation"):
        _run(story)
    print(f"{len(demo.items())} items in total, {time.monotonic() - began:.0f} s")


def _run(story: "DemoActivity") -> None:
    story.create_members()
    print("they are members with profiles")
    story.create_channels_and_groups()
    print(f"{len(demo.channels())} channels and {len(demo.groups())} groups are created")
    with tempfile.TemporaryDirectory() as folder:
        made = {file.slug: file for file in demo.files(Path(folder))}
        first = {file.slug: file for file in demo.earlier(Path(folder))}
        for number, item in enumerate(demo.items(), start=1):
            story.publish(item, first.get(item.slug) or made.get(item.slug))
            if number % 50 == 0:
                print(f"{number} items are published")
        for slug in first:
            story.replace_file(made[slug])
    story.manage_channels()
    story.assign()
    story.verify()
    story.discuss()


def _configure_services(place: Workspace, deployment: Deployment) -> None:
    """Configures the services in this process for the emulator, like a deployed function."""
    pages = deployment.client("lambda").get_paginator("list_functions").paginate()
    functions = [it for page in pages for it in page["Functions"]]
    [uploads] = [it for it in functions if it["Handler"] == "routes.uploads.api"]
    os.environ |= uploads["Environment"]["Variables"]
    os.environ |= KEYS | {
        "AWS_DEFAULT_REGION": KEYS["AWS_REGION"],
        "AWS_ENDPOINT_URL": place.emulator,
        "AWS_LAMBDA_FUNCTION_NAME": "seed",
        "POWERTOOLS_LOG_LEVEL": "WARNING",
    }


def _people(deployment: Deployment) -> Iterator[tuple[str, str]]:
    """Creates all users; yields their addresses and `sub` claims."""
    pool = deployment.client("cognito-idp")
    pool_id = deployment.outputs["PoolId"]

    def create_user(person: demo.Person) -> tuple[str, str]:
        attributes = {"email": person.address, "email_verified": "true", "name": person.name}
        user = pool.admin_create_user(
            UserPoolId=pool_id,
            Username=person.address,
            UserAttributes=[{"Name": n, "Value": v} for n, v in attributes.items()],
            MessageAction="SUPPRESS",
        )["User"]
        pool.admin_set_user_password(
            UserPoolId=pool_id,
            Username=person.address,
            Password=demo_accounts.PASSWORD,
            Permanent=True,
        )
        return person.address, next(it["Value"] for it in user["Attributes"] if it["Name"] == "sub")

    with ThreadPoolExecutor(THREADS) as pool_of_threads:
        yield from pool_of_threads.map(create_user, demo.people())


if __name__ == "__main__":
    main()
