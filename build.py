"""Build this site: `python build.py` is `dateline build`."""

import sys
from pathlib import Path

from dateline.cli import main

if __name__ == "__main__":
    sys.exit(main(["build", "--root", str(Path(__file__).resolve().parent), *sys.argv[1:]]))
