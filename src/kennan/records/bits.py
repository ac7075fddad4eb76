"""Rounding of monthly values to the digits that mean something.

A float32 has 23 bits after the leading one; the last ten of a simulated share are noise that no disk should
carry. Keeping 13 changes a value by at most 2^-14 = 6.1e-5 of itself, and whole numbers up to 16,384 not at
all. The trailing zeros are what makes the stored run small (Kloewer et al. 2021,
doi:10.1038/s43588-021-00156-2).
"""

from __future__ import annotations

import numpy as np

KEEP_BITS = 13
MANTISSA = 23  # bits after the leading one in float32
LARGE = 1e38  # beyond this a number is looked at one by one, as it may round to infinity
PIECE = 65_536  # numbers rounded at a time, so that all five steps stay in the processor's cache


def keep_bits(values: np.ndarray, bits: int = KEEP_BITS, out: np.ndarray | None = None) -> np.ndarray:
    """Return values rounded to ``bits`` bits after the leading one, halves to even.

    Parameters
    ----------
    values : float32 array of any shape, left as it is.
    bits : bits to keep, 1 to 23.
    out : float32 array of the same shape, in C order, to write to; a new one when left out.

    Returns
    -------
    ``out``. Relative error at most 2**-(bits + 1) for normal numbers. Rounding twice changes nothing more.
    Infinities, NaN, and the few numbers that would round to infinity stay as they are.
    """
    if values.dtype != np.float32:
        raise ValueError(f"values are {values.dtype}, not float32")
    if not 1 <= bits <= MANTISSA:
        raise ValueError(f"cannot keep {bits} bits: 1 to {MANTISSA} are possible")
    if out is None:
        out = np.empty(values.shape, np.float32)
    drop = MANTISSA - bits
    if drop == 0 or values.size == 0:
        np.copyto(out, values)
        return out
    raw, rounded = np.ascontiguousarray(values).reshape(-1).view(np.uint32), out.reshape(-1).view(np.uint32)
    for start in range(0, raw.size, PIECE):
        old, new = raw[start : start + PIECE], rounded[start : start + PIECE]
        np.right_shift(old, np.uint32(drop), out=new)
        new &= np.uint32(1)  # the last bit kept decides a half
        new += np.uint32((1 << (drop - 1)) - 1)
        new += old
        new &= np.uint32((0xFFFFFFFF << drop) & 0xFFFFFFFF)
    if not (values.min() > -LARGE and values.max() < LARGE):  # also when there is a NaN
        usual = np.isfinite(values) & np.isfinite(out)
        np.copyto(out, values, where=~usual)
    return out
