"""`python -m local_stack <command>`: what the Makefile calls, once the environments exist."""

import sys

from local_stack import commands

if __name__ == "__main__":
    sys.exit(commands.main(sys.argv[1:]))
