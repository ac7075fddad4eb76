"""The description of everything that can be asked, printed: ``python -m kennan.server.openapi``.

The page takes its types from it.
"""

from __future__ import annotations

import json

from kennan.server.app import document


def main() -> None:
    """Print the document."""
    print(json.dumps(document(), indent=1, ensure_ascii=False, sort_keys=True))


if __name__ == "__main__":
    main()
