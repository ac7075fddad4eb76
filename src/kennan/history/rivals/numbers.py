"""The rivals' own few numbers: one TOML file a rival, read and drawn as the model's own parameters are."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from kennan.history.rivals.draws import uniforms
from kennan.model import parameters
from kennan.model.parameters import Parameter

HERE = Path(__file__).parent


@cache
def of(rival: str) -> dict[str, Parameter]:
    """Return the numbers of a rival by name: value, unit, range, prior, mark and source."""
    return parameters.read([HERE / f"{rival}.toml"])


def draw(rival: str, seed: int, members: np.ndarray) -> dict[str, np.ndarray]:
    """Return the numbers of each member by name, [member]; a number without a prior is the same in all."""
    return {
        name: one.quantile(uniforms(seed, members, f"{rival} {name}")[0]) for name, one in of(rival).items()
    }


def stated(rival: str) -> dict[str, float]:
    """Return the stated values, the medians of the priors."""
    return {name: one.value for name, one in of(rival).items()}
