"""Chance: every random decision has a declared name, and its draw is a pure function of its coordinates.

A draw is a counter-based hash of (seed, world number, step, name, index). Nothing is carried along, so

* world 17 of seed 47 is the same world in any batch, thread, process or machine size;
* switching a mechanism off, or declaring another draw, leaves every other draw as it was;
* two policies meet the same luck (common random numbers), and a run can be forked at any month.

The hash is two keyed rounds of a 32-bit multiply-xorshift mixer (constants found by the hash-prospector
search, "lowbias32"); the key of a world's month is 64 bits wide, so that no two months of a large run share
all their draws. The same arithmetic is written once and runs on NumPy (parameters, tests) and on JAX (the
worlds).
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

from kennan.model.in_use import extensions, of_model_now

UNIFORM, NORMAL = "uniform", "normal"
WORLD, RIVAL, THEATRE = "world", "rival", "theatre"
RIVALS = 3

#: Every random decision of the model: name, law, and over what it is drawn.
DECLARED: dict[str, tuple[str, str]] = {
    "death": (UNIFORM, WORLD),  # the leader dies
    "ouster": (UNIFORM, WORLD),  # insiders remove the leader
    "quiet_transfer": (UNIFORM, WORLD),  # a transfer is quiet
    "reach_down": (UNIFORM, WORLD),  # a rival reaches down to the mass of members
    "reach_size": (UNIFORM, WORLD),  # how much doubt is left
    "violence": (UNIFORM, WORLD),  # a contest is violent from the start
    "contest_ends": (UNIFORM, WORLD),
    "congress": (UNIFORM, WORLD),
    "public_mood": (UNIFORM, WORLD),
    "first_mood": (UNIFORM, WORLD),
    "slump": (UNIFORM, WORLD),  # a slump begins or ends
    "depression": (UNIFORM, WORLD),  # a slump is a depression
    "election": (UNIFORM, WORLD),
    "general_war": (UNIFORM, WORLD),
    "restoration": (UNIFORM, WORLD),  # a broken power finds a master
    "same_power": (UNIFORM, WORLD),  # who is the same Party
    "secession_rises": (UNIFORM, WORLD),  # a people within rises
    "secession_won": (UNIFORM, WORLD),  # and wins against what still obeys
    "occasion": (NORMAL, WORLD),  # what officials expect of each other this month
    "private_opposition": (NORMAL, WORLD),
    "crust": (NORMAL, WORLD),  # the occasion on which people dare to speak
    "technique": (NORMAL, WORLD),
    "harvest": (NORMAL, WORLD),  # wavering of the agrarian programme
    "confidence": (NORMAL, WORLD),
    "popular_faith": (NORMAL, WORLD),
    "lean": (NORMAL, WORLD),  # of the party that comes in
    "change_belief": (NORMAL, WORLD),
    "successor_age": (NORMAL, WORLD),
    "leader_orthodoxy": (NORMAL, WORLD),
    "leader_ability": (NORMAL, WORLD),
    "joining": (NORMAL, WORLD),  # how many join the Party
    "line": (NORMAL, WORLD),  # the occasion on which the line is turned
    "review": (UNIFORM, THEATRE),  # the top reviews the line of a theatre
    "change_of_hands": (
        UNIFORM,
        THEATRE,
    ),  # a theatre is taken over or leaves; what Moscow does about a rising
    "upheaval": (
        UNIFORM,
        THEATRE,
    ),  # an occasion to rise in the orbit; outside, a civil war begins or ends in a truce
    "turn": (UNIFORM, THEATRE),  # independence, a coup, another revolution; a client leaves or turns
    "crisis": (UNIFORM, THEATRE),  # a crisis breaks out, or a standing one is resolved or escalates
    "sight_of_effort": (NORMAL, THEATRE),  # what the open power misjudges
    "influence": (NORMAL, THEATRE),  # how the fronts of civil wars move
    "choice_of_theatre": (NORMAL, THEATRE),  # weights given at a review
}


@of_model_now
def declared() -> dict[str, tuple[str, str]]:
    """Return every random decision of the model in use: those of the article's mechanisms, then those of extensions."""
    others = [one.draws for one in extensions()]
    return {name: law for table in (DECLARED, *others) for name, law in table.items()} if others else DECLARED


@dataclass(frozen=True)
class Layout:
    """Where each declared draw stands in the one array of a month's draws.

    ``constants`` is the uint32 hash of (name, index), one a row; normals come first so that one transform
    serves all.
    """

    rows: dict[str, int | slice]
    constants: np.ndarray
    normals: int


def layout(theatres: int) -> Layout:
    """Lay out one month's draws for a number of theatres; the place of a draw never enters its value."""
    sizes = {WORLD: 1, RIVAL: RIVALS, THEATRE: theatres}
    rows: dict[str, int | slice] = {}
    constants: list[int] = []
    at = 0
    for law in (NORMAL, UNIFORM):
        for name, (its_law, over) in declared().items():
            if its_law == law:
                rows[name] = at if sizes[over] == 1 else slice(at, at + sizes[over])
                constants.extend(name_constant(name, index) for index in range(sizes[over]))
                at += sizes[over]
        if law == NORMAL:
            normals = at
    return Layout(rows, np.array(constants, np.uint32), normals)


def name_constant(name: str, index: int = 0) -> int:
    """Return the 32-bit constant of a declared name and index."""
    with np.errstate(over="ignore"):
        start = np.uint32(zlib.crc32(name.encode())) ^ (np.uint32(index) * np.uint32(0x9E3779B9))
        return int(_mix(_mix(start, np) + np.uint32(0x85EBCA6B), np))


def _mix(x: Any, xp: ModuleType) -> Any:
    """One round of the 32-bit mixer: a bijection in which every input bit moves about half of the output bits."""
    x = (x ^ (x >> xp.uint32(16))) * xp.uint32(0x21F0AAAD)
    x = (x ^ (x >> xp.uint32(15))) * xp.uint32(0xD35A2D97)
    return x ^ (x >> xp.uint32(15))


def world_keys(seed: int, worlds: Any, xp: ModuleType = np) -> tuple[Any, Any]:
    """Return the two key words [world] of each world number under a 64-bit seed."""
    low, high = np.uint32(seed & 0xFFFFFFFF), np.uint32((seed >> 32) & 0xFFFFFFFF)
    with np.errstate(over="ignore"):
        salt_a = _mix(_mix(low + np.uint32(0x9E3779B9), np) ^ high, np)
        salt_b = _mix(_mix(high + np.uint32(0xC2B2AE35), np) ^ low, np)
        worlds = xp.asarray(worlds).astype(xp.uint32)
        return _mix(worlds ^ xp.uint32(salt_a), xp), _mix(_mix(worlds + xp.uint32(salt_b), xp), xp)


def bits(keys: tuple[Any, Any], step: Any, constants: Any, xp: ModuleType = np) -> Any:
    """Return 32 random bits [draw, world] for each constant [draw] and world, at one step of time."""
    return spread(step_keys(keys, step, xp), constants, xp)


def step_keys(keys: tuple[Any, Any], step: Any, xp: ModuleType = np) -> tuple[Any, Any]:
    """Return the two key words [world] of one step of each world."""
    key_a, key_b = keys
    with np.errstate(over="ignore"):
        step = xp.asarray(step).astype(xp.uint32)
        a = _mix(key_a ^ (step * xp.uint32(0x9E3779B1)), xp)
        return a, _mix(key_b + step * xp.uint32(0x85EBCA77), xp)


def spread(keys: tuple[Any, Any], constants: Any, xp: ModuleType = np) -> Any:
    """Return 32 random bits [draw, world] from the keys [world] of a step and the constants [draw] of names."""
    a, b = keys
    with np.errstate(over="ignore"):
        return _mix(_mix(a[None, :] + constants[:, None], xp) ^ b[None, :], xp)


def to_uniform(random_bits: Any, xp: ModuleType = np) -> Any:
    """Turn bits into uniforms strictly between 0 and 1 (23 bits, float32)."""
    whole = (random_bits >> xp.uint32(9)).astype(xp.float32)
    return (whole + xp.float32(0.5)) * xp.float32(2.0**-23)


# Rational approximation of the normal quantile in log-odds, fitted by minimax search against the exact
# quantile over the whole range of such a uniform: largest error 1.4e-3. One logarithm instead of the
# inverse error function, which cost as much as all hashing (measured); the noise it serves is not known to
# three digits.
_NORMAL_ABOVE = (6.24374252e-01, 1.98949127e-02, 3.81297800e-05)
_NORMAL_BELOW = (4.80468074e-02, 1.84516790e-04)


def to_normal(u: Any, xp: ModuleType = np) -> Any:
    """Turn uniforms into standard normals."""
    odds = xp.log(u / (1.0 - u))
    square = odds * odds
    above = _NORMAL_ABOVE[0] + square * (_NORMAL_ABOVE[1] + square * _NORMAL_ABOVE[2])
    return odds * above / (1.0 + square * (_NORMAL_BELOW[0] + square * _NORMAL_BELOW[1]))


def uniform(seed: int, worlds: np.ndarray, name: str, index: int = 0, step: int = 0) -> np.ndarray:
    """Return one named uniform [world] in float64 on the host (parameter draws, tests)."""
    constants = np.array([name_constant(name, index)], np.uint32)
    return (bits(world_keys(seed, worlds), step, constants)[0].astype(np.float64) + 0.5) / 2.0**32
