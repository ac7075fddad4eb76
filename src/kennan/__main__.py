"""Lets ``python -m kennan`` do what ``kennan`` does."""

import sys

from kennan.cli.main import main

sys.exit(main())
