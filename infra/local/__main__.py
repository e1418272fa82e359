"""`python -m local <command>`: what the Makefile calls once the environments are there."""

import sys

from local import commands

if __name__ == "__main__":
    sys.exit(commands.main(sys.argv[1:]))
