"""The generator of chance holds up as a random stream, along every coordinate a draw has.

Fixed keys, so each check has one answer; every check is set to reject one sound generator in a million
(``FAILURE``), with Bonferroni's correction inside. The last test breaks the mixer and sees the checks go red.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri

from kennan.model import chance, parameters

FAILURE = 1e-6
SEED = 47
CONSTANTS = chance.layout(72).constants
SIDE = 512  # 2**18 draws on a square of two coordinates
MANY = np.arange(SIDE)


def names(count: int) -> np.ndarray:
    """Return constants of made-up names, as many as a test likes."""
    return np.array([chance.name_constant(f"name {i}") for i in range(count)], np.uint32)


def indices(count: int) -> np.ndarray:
    """Return constants of one name at many indices."""
    return np.array([chance.name_constant("review", i) for i in range(count)], np.uint32)


def by_worlds(seed: int = SEED) -> np.ndarray:
    """Return bits [step, world] of neighbouring worlds and steps under one name."""
    keys = chance.world_keys(seed, MANY)
    return np.concatenate([chance.bits(keys, step, CONSTANTS[:1]) for step in range(SIDE)])


STREAMS = {
    "worlds": by_worlds,
    "steps": lambda: by_worlds().T,
    "names": lambda: chance.bits(chance.world_keys(SEED, MANY), 3, names(SIDE)).T,
    "indices": lambda: chance.bits(chance.world_keys(SEED, MANY), 3, indices(SIDE)).T,
    "declared": lambda: chance.bits(chance.world_keys(SEED, MANY), 3, CONSTANTS[:SIDE]).T,
    "seeds": lambda: (
        np.concatenate(
            [chance.bits(chance.world_keys(seed, MANY), 3, CONSTANTS[:1]) for seed in range(SIDE)]
        ).T
    ),
    "far seeds": lambda: (
        np.concatenate(
            [chance.bits(chance.world_keys(seed << 32, MANY), 3, CONSTANTS[:1]) for seed in range(SIDE)]
        ).T
    ),
    "far worlds": lambda: np.concatenate(
        [chance.bits(chance.world_keys(SEED, MANY << 22), step, CONSTANTS[:1]) for step in range(SIDE)]
    ),
    "parameters": lambda: (
        np.concatenate(
            [
                chance.bits(
                    chance.world_keys(SEED, MANY),
                    0,
                    np.array([chance.name_constant("parameter " + name)], np.uint32),
                )
                for name in list(parameters.load())[:SIDE]
            ]
        ).T
    ),
}


def evenly(cells: np.ndarray, count: int) -> None:
    """Assert that cells 0..count-1 are filled evenly: chi-squared, both tails."""
    from scipy import stats  # slow to import: only where it is needed

    found = np.bincount(cells.ravel(), minlength=count)
    expected = cells.size / count
    assert expected >= 20
    statistic = ((found - expected) ** 2 / expected).sum()
    low, high = stats.chi2.ppf([FAILURE / 2, 1 - FAILURE / 2], count - 1)
    assert low < statistic < high, f"chi-squared {statistic:.0f} outside {low:.0f}..{high:.0f}"


def check_uniformity(stream: np.ndarray) -> None:
    """The top, the middle and the low bits fill their cells evenly, and each bit is set half the time."""
    for shift in (22, 11, 0):
        evenly((stream >> np.uint32(shift)) & np.uint32(0x3FF), 1024)
    ones = np.array([((stream >> np.uint32(bit)) & np.uint32(1)).sum(dtype=np.int64) for bit in range(32)])
    z = (ones - stream.size / 2) / np.sqrt(stream.size / 4)
    assert np.abs(z).max() < -ndtri(FAILURE / 2 / 32)


def check_neighbours(stream: np.ndarray) -> None:
    """Neighbours along the last axis know nothing of each other, at distances of 1, 2, 3, 12 and 256."""
    width = stream.shape[-1]
    values = (stream.astype(np.float64) + 0.5) / 2.0**32 - 0.5
    for apart in (1, 2, 3, 12, 256):
        left, right = stream[:, : width - apart], stream[:, apart:]
        for shift in (28, 14, 0):  # joint law of four bits with four bits
            a, b = ((x >> np.uint32(shift)) & np.uint32(15) for x in (left, right))
            evenly(a * np.uint32(16) + b, 256)
        a, b = values[:, : width - apart], values[:, apart:]
        z = (a * b).sum() / np.sqrt(a.size) * 12.0
        assert abs(z) < -ndtri(FAILURE / 2), f"serial correlation at distance {apart}: {z:.1f} sigma"


def check_bit_pairs(stream: np.ndarray) -> None:
    """No bit of a draw agrees with any bit of its neighbour more or less often than half the time."""
    left = np.stack([((stream[:, :-1] >> np.uint32(k)) & np.uint32(1)).ravel() for k in range(32)])
    right = np.stack([((stream[:, 1:] >> np.uint32(k)) & np.uint32(1)).ravel() for k in range(32)])
    left, right = (2.0 * x.astype(np.float32) - 1.0 for x in (left, right))
    z = (left @ right.T) / np.sqrt(left.shape[1])
    assert np.abs(z).max() < -ndtri(FAILURE / 2 / 1024)


def check_interaction(stream: np.ndarray) -> None:
    """A draw is no sum of a part of its row and a part of its column: fourfold differences are uniform too."""
    corners = stream[:-1, :-1], stream[:-1, 1:], stream[1:, :-1], stream[1:, 1:]
    with np.errstate(over="ignore"):
        added = corners[0] - corners[1] - corners[2] + corners[3]
    mixed = corners[0] ^ corners[1] ^ corners[2] ^ corners[3]
    for fourfold in (added, mixed):
        for shift in (24, 0):
            evenly((fourfold >> np.uint32(shift)) & np.uint32(255), 256)


CHECKS = (check_uniformity, check_neighbours, check_bit_pairs, check_interaction)


@pytest.mark.parametrize("along", STREAMS)
def test_a_stream_is_uniform_and_independent_along_every_coordinate(along):
    stream = STREAMS[along]()
    assert stream.size == SIDE * SIDE
    for check in CHECKS:
        check(stream)


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_goes_red_for_a_broken_mixer(check, monkeypatch):
    """A mixer without its last rounds is found out by every check: the gates can fail."""
    monkeypatch.setattr(chance, "_mix", lambda x, xp: x * xp.uint32(0x21F0AAAD))
    stream = STREAMS["declared"]()
    with pytest.raises(AssertionError):
        check(stream)


def _bits_of(seed: int = SEED, world: int = 17, step: int = 5, constant: int = 0) -> np.ndarray:
    """Return one draw for each of an array of one of the coordinates."""
    seeds, worlds, steps, constants = np.broadcast_arrays(seed, world, step, constant)
    with np.errstate(over="ignore"):
        if np.ndim(seed):
            keys = [chance.world_keys(int(s), np.array([w])) for s, w in zip(seeds, worlds, strict=True)]
            keys = tuple(np.concatenate(k) for k in zip(*keys, strict=True))
        else:
            keys = chance.world_keys(SEED, worlds)
        now = chance.step_keys(keys, steps)
        inner = chance._mix(now[0] + constants.astype(np.uint32), np)
        return chance._mix(inner ^ now[1], np)


@pytest.mark.parametrize(
    ("coordinate", "width", "samples"),
    [("world", 32, 1 << 15), ("step", 32, 1 << 15), ("constant", 32, 1 << 15), ("seed", 63, 1 << 10)],
)
def test_flipping_one_bit_of_a_coordinate_flips_half_the_bits_of_the_draw(coordinate, width, samples):
    """Avalanche: every bit put in moves every bit that comes out half the time."""
    luck = np.random.default_rng(1)
    if coordinate == "seed":
        given = luck.integers(0, 2**63 - 1, samples, dtype=np.uint64)
    else:
        given = luck.integers(0, 2**32, samples, dtype=np.uint64)
    before = _bits_of(**{coordinate: given})
    worst = 0.0
    for bit in range(width):
        changed = before ^ _bits_of(**{coordinate: given ^ np.uint64(1 << bit)})
        flips = np.array([((changed >> np.uint32(k)) & np.uint32(1)).mean() for k in range(32)])
        worst = max(worst, np.abs(flips - 0.5).max())
    limit = -ndtri(FAILURE / 2 / (32 * width)) * 0.5 / np.sqrt(samples)
    assert worst < limit, f"a bit flips {worst:.4f} away from half the time; chance allows {limit:.4f}"


def test_the_helper_of_the_avalanche_draws_as_the_model_does():
    worlds = np.arange(300)
    for step in (0, 5, 539):
        model = chance.bits(chance.world_keys(SEED, worlds), step, CONSTANTS[7:8])[0]
        np.testing.assert_array_equal(_bits_of(world=worlds, step=step, constant=int(CONSTANTS[7])), model)


@pytest.mark.parametrize(("worlds", "steps"), [(1024, 1024), (2048, 512), (1 << 20, 1), (1, 1 << 20)])
def test_no_two_months_of_a_large_run_share_their_64_bit_key(worlds, steps):
    keys = chance.world_keys(SEED, np.arange(worlds))
    whole = []
    for step in range(steps) if worlds > 1 else [np.arange(steps)]:
        a, b = chance.step_keys(keys, step)
        whole.append(a.astype(np.uint64) << np.uint64(32) | b.astype(np.uint64))
    found = np.concatenate(whole)
    assert found.size == 1 << 20
    assert len(np.unique(found)) == found.size


def test_no_two_worlds_of_any_seed_share_their_key():
    """The two words are bijections of the world's number: all 2**32 worlds of a seed are different worlds."""
    for seed in (0, 1, 47, 2**32 - 1, 2**32, 2**63 - 1):
        worlds = np.concatenate([np.arange(1 << 18), 2**32 - 1 - np.arange(1 << 18)])
        for word in chance.world_keys(seed, worlds):
            assert len(np.unique(word)) == len(worlds)


def test_the_two_halves_of_a_seed_both_count():
    worlds = np.arange(64)
    seeds = [0, 1, 1 << 31, 1 << 32, 1 << 62, (1 << 32) + 1, 47, 47 << 32, 2**63 - 1]
    found = {tuple(np.concatenate(chance.world_keys(seed, worlds)).tolist()) for seed in seeds}
    assert len(found) == len(seeds)


def test_constants_of_names_are_distinct():
    """No two draws of the model, nor a draw and a parameter, hash to the same constant."""
    made = [chance.name_constant("parameter " + name) for name in parameters.load()]
    constants = np.concatenate([CONSTANTS, np.array(made, np.uint32)])
    assert len(np.unique(constants)) == len(constants)


def test_constants_of_theatres_stay_distinct_for_any_number_of_them():
    assert len(np.unique(chance.layout(500).constants)) == len(chance.layout(500).constants)


def test_every_declared_draw_has_its_own_place():
    layout, taken = chance.layout(72), []
    for name, (law, over) in chance.DECLARED.items():
        row = layout.rows[name]
        here = list(range(len(layout.constants)))[row] if isinstance(row, slice) else [row]
        assert len(here) == {chance.WORLD: 1, chance.RIVAL: chance.RIVALS, chance.THEATRE: 72}[over]
        for index, at in enumerate(here):
            assert layout.constants[at] == chance.name_constant(name, index)
            assert (at < layout.normals) == (law == chance.NORMAL)
        taken += here
    assert sorted(taken) == list(range(len(layout.constants)))


# ---- laws


def test_uniforms_lie_strictly_between_0_and_1():
    ends = chance.to_uniform(np.array([0, 2**32 - 1], np.uint32))
    assert 0.0 < ends[0] < 1e-6
    assert 1.0 - 1e-6 < ends[1] < 1.0


@pytest.mark.parametrize("along", ["worlds", "declared"])
def test_uniforms_follow_their_law(along):
    from scipy import stats  # slow to import: only where it is needed

    u = chance.to_uniform(STREAMS[along]().ravel()).astype(np.float64)
    assert stats.kstest(u, "uniform").pvalue > FAILURE


#: Largest error of the quantile that stands for the normal one (stated in the model), and what it makes of the law.
QUANTILE_ERROR = 1.4e-3
LAW_ERROR = QUANTILE_ERROR / np.sqrt(2 * np.pi)


def test_the_normal_quantile_is_as_near_as_stated():
    """Over every value that a uniform can take, not over a sample of them."""
    u = chance.to_uniform(np.arange(1 << 23, dtype=np.uint32) << np.uint32(9))
    error = np.abs(chance.to_normal(u, np) - ndtri(u.astype(np.float64)))
    assert error.max() < QUANTILE_ERROR * 1.05
    assert np.all(np.diff(chance.to_normal(u, np)) >= 0)


@pytest.mark.parametrize("along", ["worlds", "steps", "declared"])
def test_normals_follow_their_law(along):
    """Kolmogorov-Smirnov on 2**18 normals, with room for the stated error of the quantile and no more."""
    from scipy import stats  # slow to import: only where it is needed

    z = chance.to_normal(chance.to_uniform(STREAMS[along]().ravel()), np).astype(np.float64)
    furthest = stats.kstest(z, "norm").statistic
    assert furthest < stats.kstwo.isf(FAILURE, z.size) + LAW_ERROR
    room = -ndtri(FAILURE / 2)
    assert abs(z.mean()) < room / np.sqrt(z.size) + QUANTILE_ERROR
    assert abs(z.var() - 1) < room * np.sqrt(2 / z.size) + 2 * QUANTILE_ERROR
    assert abs((z**3).mean()) < room * np.sqrt(15 / z.size) + 3 * QUANTILE_ERROR
    assert abs((z**4).mean() - 3) < room * np.sqrt(96 / z.size) + 12 * QUANTILE_ERROR


def test_the_check_of_normals_would_see_an_error_of_a_hundredth():
    """A spread that is off by a hundredth is caught: the gate can fail."""
    z = 1.01 * chance.to_normal(chance.to_uniform(by_worlds().ravel()), np).astype(np.float64)
    assert abs(z.var() - 1) > -ndtri(FAILURE / 2) * np.sqrt(2 / z.size) + 2 * QUANTILE_ERROR


# ---- the same on both sides


def test_numpy_and_jax_draw_the_same_bits():
    import jax
    import jax.numpy as jnp

    worlds = np.concatenate([np.arange(500), 2**32 - 1 - np.arange(12)])
    keys = chance.world_keys(SEED, worlds)
    on_jax = chance.world_keys(SEED, worlds.astype(np.uint32), jnp)
    draw = jax.jit(lambda keys, step: chance.bits(keys, step, jnp.asarray(CONSTANTS), jnp))
    for step in (0, 1, 539, 2**31, 2**32 - 1):
        host = chance.bits(keys, np.uint32(step), CONSTANTS)
        np.testing.assert_array_equal(host, np.asarray(draw(on_jax, jnp.uint32(step))))
    uniform = np.asarray(jax.jit(lambda x: chance.to_uniform(x, jnp))(jnp.asarray(host)))
    np.testing.assert_array_equal(chance.to_uniform(host), uniform)
    normal = np.asarray(jax.jit(lambda u: chance.to_normal(u, jnp))(jnp.asarray(uniform)))
    np.testing.assert_allclose(chance.to_normal(uniform, np), normal, rtol=2e-5, atol=2e-6)


def test_the_host_draws_a_named_uniform_from_the_same_bits():
    worlds = np.arange(64)
    constant = np.array([chance.name_constant("death", 0)], np.uint32)
    host = chance.uniform(SEED, worlds, "death", 0, step=12)
    raw = chance.bits(chance.world_keys(SEED, worlds), 12, constant)[0]
    np.testing.assert_allclose(host, (raw + 0.5) / 2.0**32, rtol=0, atol=0)
