"""Rounding of monthly values: never far off, and done once for all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from kennan.records.bits import KEEP_BITS, keep_bits

normal = st.floats(-(2.0**100), 2.0**100, width=32, allow_subnormal=False)
anything = st.floats(width=32)


def arrays(elements):
    return hnp.arrays(np.float32, hnp.array_shapes(max_dims=2, max_side=40), elements=elements)


@given(arrays(normal), st.integers(1, 23))
def test_relative_error_is_bounded(values, bits):
    error = np.abs(keep_bits(values, bits).astype(float) - values)
    assert (error <= 2.0 ** -(bits + 1) * np.abs(values)).all()


@given(arrays(anything))
def test_rounding_twice_changes_nothing_more(values):
    once = keep_bits(values)
    np.testing.assert_array_equal(keep_bits(once).view(np.uint32), once.view(np.uint32))


@given(arrays(anything))
def test_what_is_not_a_number_or_not_finite_stays(values):
    rounded = keep_bits(values)
    np.testing.assert_array_equal(np.isnan(rounded), np.isnan(values))
    np.testing.assert_array_equal(np.isfinite(rounded), np.isfinite(values))


@given(arrays(normal))
def test_order_and_sign_are_kept(values):
    flat = np.sort(values.ravel())
    assert (np.diff(keep_bits(flat)) >= 0).all()
    assert (np.sign(keep_bits(flat)) == np.sign(flat)).all()


@given(st.lists(st.integers(-16384, 16384), min_size=1))
def test_whole_numbers_up_to_16384_are_exact(numbers):
    values = np.array(numbers, np.float32)
    np.testing.assert_array_equal(keep_bits(values), values)


@given(arrays(normal))
def test_the_last_bits_are_zero_and_the_input_is_untouched(values):
    before = values.copy()
    rounded = keep_bits(values, out=np.full(values.shape, 7, np.float32))
    assert not (rounded.view(np.uint32) & np.uint32((1 << (23 - KEEP_BITS)) - 1)).any()
    np.testing.assert_array_equal(values, before)


def test_rounding_goes_to_the_nearest_and_not_down():
    step = 2.0**-KEEP_BITS
    values = np.array([1 + 0.49 * step, 1 + 0.51 * step, 1 + 0.5 * step, 1 + 1.5 * step], np.float32)
    np.testing.assert_array_equal(keep_bits(values), np.array([1, 1 + step, 1, 1 + 2 * step], np.float32))


def test_a_slice_is_rounded_like_the_whole():
    values = np.random.default_rng(1).random((30, 5000)).astype(np.float32)
    np.testing.assert_array_equal(keep_bits(values[:, 7:99]), keep_bits(values)[:, 7:99])


@pytest.mark.parametrize("bits", [0, 24])
def test_impossible_bits_are_refused(bits):
    with pytest.raises(ValueError, match="1 to 23"):
        keep_bits(np.ones(2, np.float32), bits)


def test_only_float32_is_rounded():
    with pytest.raises(ValueError, match="float64"):
        keep_bits(np.ones(2))
