"""Lets ``python -m kennan`` do what ``kennan`` does."""

import sys

from kennan.desk.cli import main

sys.exit(main())
