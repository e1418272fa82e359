"""Settings from the environment, read once at cold start; a missing one prevents the start.

tests/contracts compares these names with the templates' Globals.
"""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The environment variables of a deployed function."""

    table_name: str = os.environ["TABLE_NAME"]
    bus_name: str = os.environ["BUS_NAME"]
    bucket_name: str = os.environ["BUCKET_NAME"]
    index_queue_url: str = os.environ["INDEX_QUEUE_URL"]
    jobs_queue_url: str = os.environ["JOBS_QUEUE_URL"]
    app_url: str = os.environ["APP_URL"]
    content_url: str = os.environ["CONTENT_URL"]
    pool_id: str = os.environ["POOL_ID"]
    mail_from: str = os.environ["MAIL_FROM"]
    open_sign_up: str = os.environ["OPEN_SIGN_UP"]
    links_reach: str = os.environ["LINKS_REACH"]
    signing_secret: str = os.environ["SIGNING_SECRET"]


settings = Settings()
SOURCE = "sharewell"
