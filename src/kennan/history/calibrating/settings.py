"""How a calibration is made: its settings, checked."""

from __future__ import annotations

from dataclasses import dataclass

from kennan.faults import Faults

LIMITS = {
    "particles": (50, 100_000),
    "generations": (1, 20),
    "pool": (2000, 1_000_000),
    "draws": (20, 10_000),
    "seed": (0, 2**63 - 1),
}


@dataclass(frozen=True)
class Settings:
    """The settings of a calibration.

    Parameters
    ----------
    particles : accepted in each generation.
    generations : each with a smaller distance to the record than the one before.
    pool : worlds drawn from the priors, from which it is learned what the record can constrain.
    quantile : a generation's distance is this quantile of the distances accepted before.
    least : share of accepted worlds at which it is enough: no generation is begun after one below it.
    explained : a parameter is calibrated if what is compared explains this share of its variance, held out.
    draws : rows of the posterior that are kept.
    lucks : worlds run for each draw, of which the one nearest to the record gives the state at the cut-off.
    seed : chooses the luck.
    """

    particles: int = 2000
    generations: int = 7
    pool: int = 32_768
    quantile: float = 0.5
    least: float = 0.01
    explained: float = 0.02
    draws: int = 400
    lucks: int = 16
    seed: int = 47

    @classmethod
    def checked(cls, **given: int | str | None) -> Settings:
        """Return settings from what was typed; None is left as it is by default.

        Raises
        ------
        BadInput : numbers that cannot be used, all at once, each under its option.
        """
        faults, found = Faults(), {}
        for name, value in given.items():
            low, high = LIMITS[name]
            if value is None:
                continue
            if not str(value).isdigit() or not low <= int(value) <= high:
                allowed = f"a whole number from {low:,} to {high:,}"
                faults.add(f"{value!r} does not do", where=f"--{name}", allowed=allowed)
                continue
            found[name] = int(value)
        faults.raise_if_any()
        return cls(**found)


#: Smaller, for checks that calibrate many times over.
SMALL = Settings(particles=300, generations=4, pool=16_384, draws=200)
