"""Where the quantities start that extensions bring."""

from __future__ import annotations

from kennan.model.in_use import extensions, of_model


@of_model
def starts() -> dict[str, float]:
    """Return the starts of the quantities that extensions of the model in use bring, by name."""
    return {name: value for one in extensions() for name, value in one.starts.items()}
