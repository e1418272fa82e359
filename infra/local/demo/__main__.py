"""`python -m local.demo FOLDER` makes the demo organisation's files there."""

import sys
from pathlib import Path

from local.demo import files

for made in files(Path(sys.argv[1])):
    print(made.path)
