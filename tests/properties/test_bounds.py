"""States stay finite and within the bounds of the register, at any numbers that the register allows.

Hypothesis chooses numbers and luck; every world of a chunk then has numbers of its own, so that one example is 256 of
them. Most are far outside the priors: each parameter stands at an end of its range.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from worlds import LIVELY, SMALL, Chunk, chunk_of, policy, run

from kennan import policies
from kennan.engine.version import CHUNK
from kennan.model import parameters, quantities

REGISTER = quantities.load()
RANGES = [(p.low, p.value, p.high) for p in parameters.load().values()]
HOW = ("ends", "one end", "anywhere", "prior")
UNDER = (*policies.names(), "lively")


def numbers(how: str, seed: int) -> np.ndarray:
    """Return parameters [parameter, world]: at ends of their ranges, all at one end but some, anywhere, or drawn."""
    luck = np.random.default_rng(seed)
    low, value, high = (np.array(column)[:, None] for column in zip(*RANGES, strict=True))
    shape = (len(RANGES), CHUNK)
    if how == "ends":
        return np.where(luck.random(shape) < 0.5, low, high)
    if how == "one end":
        share = luck.random((1, CHUNK))
        return np.where(luck.random(shape) < share, np.where(luck.random((1, CHUNK)) < 0.5, low, high), value)
    if how == "anywhere":
        return low + (high - low) * luck.random(shape)
    return parameters.draw(seed, np.arange(CHUNK))


def check(chunk: Chunk, where: str = "") -> None:
    """Assert that all values are finite and within their bounds."""
    for name, values in chunk.monthly.items():
        within(name, values, where)
    for state in chunk.states:
        for name, values in state.items():
            if name in REGISTER:  # the clock of the step is no quantity
                within(name, values, where)


def within(name: str, values: np.ndarray, where: str) -> None:
    low, high = np.float32(REGISTER[name].low), np.float32(REGISTER[name].high)
    assert np.isfinite(values).all(), f"{name} is not finite {where}"
    assert values.min() >= low, f"{name} falls to {values.min()} below {low} {where}"
    assert values.max() <= high, f"{name} rises to {values.max()} above {high} {where}"


@settings(max_examples=24, phases=(Phase.generate,))  # shrinking would take minutes and make nothing plainer
@given(
    how=st.sampled_from(HOW),
    under=st.sampled_from(UNDER),
    seed=st.integers(0, 2**32 - 1),
    hindsight=st.booleans(),
)
def test_states_are_finite_and_bounded_at_any_numbers(how, under, seed, hindsight):
    chosen = policy("lively", **LIVELY) if under == "lively" else under
    hindsight = (
        hindsight or getattr(policies.load(under), "hindsight", False) if under != "lively" else hindsight
    )
    found = chunk_of(
        numbers(how, seed), chosen, worlds=np.arange(CHUNK), seed=seed, years=45, with_hindsight=hindsight
    )
    check(found, f"under {under}, numbers {how}, seed {seed}")


@pytest.mark.parametrize("end", [0, 2], ids=["low", "high"])
@pytest.mark.parametrize("under", ["containment", "withdrawal", "rollback"])
def test_states_are_finite_with_every_number_at_the_same_end_for_a_hundred_years(end, under):
    table = np.repeat(np.array([row[end] for row in RANGES])[:, None], CHUNK, axis=1)
    check(chunk_of(table, under, worlds=np.arange(CHUNK), years=100), f"under {under}")


@pytest.mark.parametrize("end", ["low", "high"])
def test_states_are_finite_from_any_start_that_may_be_set(end):
    from kennan import scenarios

    starts = {name: getattr(start, end) for name, start in scenarios.load(SMALL).start.items()}
    check(chunk_of(numbers("prior", 3), worlds=np.arange(CHUNK), start=starts), f"from {end} starts")


# ---- nothing sits at a bound without a stated reason

SHARE = 0.02

#: Quantities that sit at a bound and whose note is still to be written, and notes that nothing needs. May only shrink.
NOTE_WANTED: frozenset[str] = frozenset()
NOTE_IDLE: frozenset[str] = frozenset()


def at_bounds(name: str, values: np.ndarray) -> float:
    """Return the share of values that sit at a bound of a quantity."""
    low, high = np.float32(REGISTER[name].low), np.float32(REGISTER[name].high)
    return float(((values <= low + 1e-6) | (values >= high - 1e-6)).mean())


@pytest.fixture(scope="module")
def drawn():
    """Return a chunk of worlds with drawn numbers under every shipped policy."""
    table, worlds = parameters.draw(47, np.arange(CHUNK)), np.arange(CHUNK)
    return {
        name: chunk_of(
            table, name, worlds=worlds, with_hindsight=policies.load(name).hindsight, scenario="x-1947"
        )
        for name in policies.names()
    }


def shares(name: str, chunks: dict[str, Chunk]) -> dict[str, float]:
    """Return, under each policy, the share of months of worlds (and theatres) in which a quantity is at a bound."""
    if REGISTER[name].axes == "world":
        return {under: at_bounds(name, chunk[name]) for under, chunk in chunks.items()}
    return {u: float(np.mean([at_bounds(name, s[name]) for s in c.states])) for u, c in chunks.items()}


@pytest.mark.parametrize("name", [name for name, quantity in REGISTER.items() if not quantity.bound_note])
def test_nothing_sits_at_a_bound_without_a_stated_reason(drawn, name):
    """Under no policy may more than 2% of months be at a bound, unless the register says why."""
    for under, share in shares(name, drawn).items():
        if name not in NOTE_WANTED:
            assert share <= SHARE, f"{name} sits at a bound in {share:.1%} of months under {under}"


def test_every_stated_reason_is_needed(drawn):
    """A note that nothing needs is struck out."""
    table, worlds = parameters.draw(47, np.arange(CHUNK)), np.arange(CHUNK)
    more = {
        **drawn,
        "no force": chunk_of(table, policy(level=0.0, steady=1.0), worlds=worlds, scenario="x-1947"),
    }
    noted = [n for n, quantity in REGISTER.items() if quantity.bound_note and quantity.kind != "flag"]
    idle = {name for name in noted if max(shares(name, more).values()) == 0.0}
    assert idle <= NOTE_IDLE, f"notes that nothing needs: {sorted(idle - NOTE_IDLE)}"


def test_the_checks_of_bounds_can_fail(drawn):
    values = drawn["containment"]["confidence"].copy()
    values[3, 5] = np.nan
    with pytest.raises(AssertionError, match="not finite"):
        within("confidence", values, "")
    with pytest.raises(AssertionError, match="rises to"):
        within("confidence", np.float32([0.5, 1.5]), "")
    assert at_bounds("confidence", np.float32([0.5, 1.0, 0.0, 0.2])) == 0.5


@pytest.mark.slow
@pytest.mark.parametrize("under", policies.names())
def test_no_nan_in_ten_thousand_worlds(under):
    hindsight = policies.load(under).hindsight
    for first in range(0, 10_000, 1000):
        (block,) = run(under, worlds=1000, first_world=first, with_hindsight=hindsight, scenario="x-1947")
        for name, values in block.monthly.items():
            within(name, values, f"under {under}, worlds from {first}")
