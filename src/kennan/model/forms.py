"""The few forms of equation that every mechanism is written in.

Bounded stocks are advanced by the exact solution of their linear rate equation over the step, which keeps
them within
0..1 at any step length; noise is of Jacobi (Wright-Fisher) type, which dies at the bounds (Karlin and Taylor 1981).
All arguments are arrays [..., world]; rates are per year; ``dt`` is the step in years.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

Array = Any  # a JAX array, float32


def clip01(x: Array) -> Array:
    """Return x held to 0..1 (for targets and shares, not for state: state is bounded by the register)."""
    return jnp.clip(x, 0.0, 1.0)


def above(x: Array, mark: Array) -> Array:
    """Return how far x lies above a mark, 0 below it."""
    return jnp.maximum(x - mark, 0.0)


def sigmoid(x: Array) -> Array:
    """Return the logistic function of log-odds x."""
    return 1.0 / (1.0 + jnp.exp(-jnp.clip(x, -30.0, 30.0)))


def log_odds(share: Array) -> Array:
    """Return the log-odds of a share, held to 0.01 .. 0.99 so that nothing is beyond doubt."""
    held = jnp.clip(share, 0.01, 0.99)
    return jnp.log(held / (1.0 - held))


def normal_cdf(x: Array) -> Array:
    """Return the normal distribution function (logistic form with cubic term, error below 2e-4; Page 1977)."""
    return sigmoid(1.5957691 * x + 0.0713548 * x * x * x)


def hill(x: Array, half: Array, power: Array) -> Array:
    """Return the Hill curve: one half at ``half``, the steeper the larger ``power``."""
    ratio = jnp.maximum(x, 1e-6) / half
    return 1.0 / (1.0 + jnp.exp(-power * jnp.log(ratio)))


def chance_of(rate: Array, dt: float) -> Array:
    """Return the probability of an event within the step at a yearly hazard."""
    return 1.0 - jnp.exp(-jnp.maximum(rate, 0.0) * dt)


def approach(x: Array, target: Array, years: Array, dt: float) -> Array:
    """Return x after one step of relaxing to ``target`` with time constant ``years`` (exact)."""
    return target + (x - target) * jnp.exp(-dt / years)


def fill(x: Array, gain: Array, loss: Array, dt: float) -> Array:
    """Return a 0..1 stock after one step of x' = gain (1 - x) - loss x with rates held over the step (exact)."""
    total = jnp.maximum(gain + loss, 1e-9)
    rest = gain / total
    return rest + (x - rest) * jnp.exp(-total * dt)


def jacobi(x: Array, size: Array, z: Array, dt: float) -> Array:
    """Return one step of Jacobi noise on a 0..1 stock, ``size`` in 1/sqrt(year), ``z`` standard normal."""
    return size * jnp.sqrt(jnp.maximum(x * (1.0 - x), 0.0) * dt) * z
