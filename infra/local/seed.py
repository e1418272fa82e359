"""Fills a new local stack with the demo organisation, through the services that the API calls.

Whatever a person does here they could do in the app; only the clock is turned back, so that the
organisation has a past. Files go to the bucket by the form that a browser would be given.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from local import accounts, demo
from local.deploy import Deployment
from local.emulator import KEYS
from local.place import Place
from sharewell import tenant_guard

if TYPE_CHECKING:
    from local.story import Story

AT_ONCE = 8


def main() -> None:
    """Sign the organisation up, ask its people in, and let each do what they did."""
    began = time.monotonic()
    place = Place.here()
    deployment = Deployment(place)
    _speak_to(place, deployment)
    from local.story import Story  # its services read the environment when they are imported

    subs = dict(_people(deployment))
    print(f"{len(subs)} people can sign in")
    story = Story(subs, datetime.now(UTC))
    with tenant_guard.unscoped("a sample organisation comes to be"):
        _tell(story)
    print(f"{len(demo.items())} items in all, {time.monotonic() - began:.0f} s")


def _tell(story: "Story") -> None:
    story.people()
    print("they are members, with profiles")
    story.topics()
    print(
        f"{len(demo.channels())} channels are open and followed, {len(demo.groups())} groups made"
    )
    with tempfile.TemporaryDirectory() as folder:
        made = {file.slug: file for file in demo.files(Path(folder))}
        first = {file.slug: file for file in demo.earlier(Path(folder))}
        for number, item in enumerate(demo.items(), start=1):
            story.publish(item, first.get(item.slug) or made.get(item.slug))
            if number % 50 == 0:
                print(f"{number} items are published")
        for slug in first:
            story.renew(made[slug])
    story.tend()
    story.ask()
    story.verify()
    story.talk()


def _speak_to(place: Place, deployment: Deployment) -> None:
    """Let the services in this process speak to the emulator, as a deployed function would."""
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
    """Address and `sub` of everyone, who can sign in from now on."""
    pool = deployment.client("cognito-idp")
    pool_id = deployment.outputs["PoolId"]

    def known(person: demo.Person) -> tuple[str, str]:
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
            Password=accounts.PASSWORD,
            Permanent=True,
        )
        return person.address, next(it["Value"] for it in user["Attributes"] if it["Name"] == "sub")

    with ThreadPoolExecutor(AT_ONCE) as pool_of_threads:
        yield from pool_of_threads.map(known, demo.people())


if __name__ == "__main__":
    main()
