"""`python -m demo FOLDER` creates the demo organisation's files in FOLDER."""

import sys
from pathlib import Path

from demo import files

for made in files(Path(sys.argv[1])):
    print(made.path)
