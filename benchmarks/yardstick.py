"""The yardstick: a fixed NumPy kernel of our own, so that figures of different machines and days can be compared.

It does arithmetic of the kind that a month does (exponentials, logarithms, hashing of integers, sums over theatres) on
arrays of the size of one chunk. What is compared between runs is not seconds, but seconds divided by the yardstick's
seconds, taken in turn with the measurements. It never changes: a changed yardstick would make every baseline void.
"""

from __future__ import annotations

import time
from typing import NamedTuple

import numpy as np

THEATRES, WORLDS, ROUNDS = 72, 256, 6000
ANSWER = 0.50323  # what it must come to, so that the kernel cannot change unnoticed


class Spent(NamedTuple):
    """What something took, in seconds."""

    cpu: float
    wall: float


def kernel() -> float:
    """Return a number that depends on every step of the yardstick's loop."""
    x = np.full((THEATRES, WORLDS), 0.5, np.float32)
    bits = np.arange(THEATRES * WORLDS, dtype=np.uint32).reshape(THEATRES, WORLDS)
    for _ in range(ROUNDS):
        bits = (bits ^ (bits >> np.uint32(16))) * np.uint32(0x21F0AAAD)
        bits = (bits ^ (bits >> np.uint32(15))) * np.uint32(0xD35A2D97)
        luck = (bits >> np.uint32(9)).astype(np.float32) * np.float32(2.0**-23)
        weight = np.exp(np.float32(2.0) * luck) * np.maximum(x, np.float32(0.01))
        share = weight / weight.sum(0)
        rate = np.log1p(share) + np.sqrt(x * (1 - x))
        x = np.clip(x + (luck - x) * (1 - np.exp(-rate)), 0, 1)
    return float(x.mean(dtype=np.float64))


def take() -> Spent:
    """Run the yardstick once (about a second) and return what it took."""
    cpu, wall = time.process_time(), time.perf_counter()
    answer = kernel()
    spent = Spent(time.process_time() - cpu, time.perf_counter() - wall)
    if abs(answer / ANSWER - 1) > 1e-3:
        raise AssertionError(
            f"the yardstick came to {answer:.5f}, not to {ANSWER}: its arithmetic was changed"
        )
    return spent
