"""Writes generated files: `python -m codegen openapi` or `python -m codegen events`."""

import os
import sys

from local_stack.in_process import ENVIRONMENT


def main(what: str) -> None:
    """Writes the OpenAPI document and the routes, or events/."""
    os.environ |= ENVIRONMENT  # before imports that read it
    if what == "openapi":
        from codegen import api_routes, openapi

        openapi.FILE.write_text(openapi.text())
        api_routes.FILE.write_text(api_routes.text())
    else:
        from codegen import event_schemas

        event_schemas.write()


if __name__ == "__main__":
    main(sys.argv[1])
