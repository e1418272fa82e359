"""Writes what is generated from the code: `python -m local.write openapi` or `… events`."""

import os
import sys

from local.stack import ENVIRONMENT


def main(what: str) -> None:
    """Write one of them."""
    os.environ |= ENVIRONMENT  # before anything of ours is imported that reads it
    if what == "openapi":
        from local import openapi, routes

        openapi.FILE.write_text(openapi.text())
        routes.FILE.write_text(routes.text())
    else:
        from local import catalogue

        catalogue.write()


if __name__ == "__main__":
    main(sys.argv[1])
