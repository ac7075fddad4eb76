"""The forms of equation, against values known on paper."""

import jax.numpy as jnp
import numpy as np
import pytest
from scipy.special import ndtr

from kennan.model import forms

DT = 1 / 12


def f32(*x: float) -> jnp.ndarray:
    return jnp.array(x, jnp.float32)


def test_approach_is_the_exact_solution_of_relaxation() -> None:
    x = forms.approach(f32(1.0), f32(0.0), f32(2.0), 3.0)
    np.testing.assert_allclose(x, np.exp(-1.5), rtol=1e-6)


def test_approach_in_two_halves_equals_one_step() -> None:
    half = forms.approach(forms.approach(f32(0.3), f32(0.9), f32(0.7), DT / 2), f32(0.9), f32(0.7), DT / 2)
    np.testing.assert_allclose(half, forms.approach(f32(0.3), f32(0.9), f32(0.7), DT), rtol=1e-6)


@pytest.mark.parametrize(("gain", "loss"), [(0.0, 0.0), (0.2, 0.0), (0.0, 5.0), (50.0, 50.0), (1e-12, 1e-12)])
@pytest.mark.parametrize("x", [0.0, 0.4, 1.0])
def test_fill_stays_between_nought_and_one_at_any_rate(x: float, gain: float, loss: float) -> None:
    after = float(forms.fill(f32(x), f32(gain), f32(loss), 1.0)[0])
    assert 0.0 <= after <= 1.0
    if gain == loss == 0.0:
        assert after == pytest.approx(x, abs=1e-6)


def test_fill_matches_its_rate_equation() -> None:
    slow = float(forms.fill(f32(0.3), f32(0.2), f32(0.5), 1e-2)[0])
    assert slow == pytest.approx(0.3 + 1e-2 * (0.2 * 0.7 - 0.5 * 0.3), abs=1e-4)


def test_chance_of_an_event_adds_up_over_steps() -> None:
    month = forms.chance_of(f32(0.7), DT)
    np.testing.assert_allclose(1 - (1 - month) ** 12, 1 - np.exp(-0.7), rtol=1e-5)
    assert float(forms.chance_of(f32(-1.0), DT)[0]) == 0.0


def test_hill_is_one_half_at_its_mark_and_zero_without() -> None:
    np.testing.assert_allclose(forms.hill(f32(0.5), f32(0.5), f32(4.0)), 0.5, rtol=1e-6)
    np.testing.assert_allclose(forms.hill(f32(1.0), f32(0.5), f32(3.0)), 8 / 9, rtol=1e-5)
    assert float(forms.hill(f32(0.0), f32(0.5), f32(4.0))[0]) < 1e-15


def test_normal_cdf_is_within_its_stated_error() -> None:
    x = np.linspace(-6, 6, 4001).astype(np.float32)
    assert np.abs(np.asarray(forms.normal_cdf(jnp.array(x))) - ndtr(x)).max() < 2e-4


def test_noise_dies_at_the_bounds() -> None:
    noise = forms.jacobi(f32(0.0, 1.0, 0.5), f32(0.1, 0.1, 0.1), f32(3.0, -3.0, 1.0), DT)
    np.testing.assert_allclose(noise, [0, 0, 0.1 * 0.5 * DT**0.5], atol=1e-7)
