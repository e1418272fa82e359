"""Processes the files that arrive in the bucket, one per message."""

from typing import Any

from sharewell.content.uploads.file_processor import file_processor
from sharewell.edge.consumer import on_message


@on_message("FileArrived")
def handler(message: dict[str, Any]) -> None:
    """Processes the object of an S3 creation event."""
    file_processor.process(message["detail"]["object"]["key"])
