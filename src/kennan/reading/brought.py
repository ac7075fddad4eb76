"""What extensions of the model in use bring, as the page tells of them."""

from __future__ import annotations

import math
from typing import Any

from kennan.model.in_use import extensions


def rows() -> list[dict[str, Any]]:
    """Return each extension as data that JSON can hold: what it is, where it stands, and the names of what it brings.

    "quantities" are those of one number a world, with the ends of their range (None where there is none).
    """
    return [
        {
            "name": one.name,
            "sentence": one.sentence,
            "author": one.author,
            "passages": list(one.passages),
            "stands": f"{one.stands} {one.step}",
            "changes": list(one.changes),
            "mechanisms": [name for name, p in one.parameters.items() if p.kind == "strength"],
            "numbers": [name for name, p in one.parameters.items() if p.kind != "strength"],
            "quantities": [
                {
                    "name": name,
                    "sentence": q.sentence,
                    "unit": q.unit,
                    "low": q.low if math.isfinite(q.low) else None,
                    "high": q.high if math.isfinite(q.high) else None,
                }
                for name, q in one.quantities.items()
                if q.axes == "world"
            ],
        }
        for one in extensions()
    ]
