"""The numbers and their priors."""

from pathlib import Path

import numpy as np
import pytest

from kennan.faults import BadInput
from kennan.model import parameters

REGISTER = parameters.load()
DRAWN = [name for name, p in REGISTER.items() if p.prior]


@pytest.mark.parametrize("name", DRAWN)
def test_the_stated_value_is_the_median_of_the_prior(name: str) -> None:
    p = REGISTER[name]
    assert float(p.quantile(np.array([0.5]))[0]) == pytest.approx(p.value, abs=2e-3 * (p.high - p.low))


@pytest.mark.parametrize("name", DRAWN)
def test_a_prior_stays_in_its_range_and_rises(name: str) -> None:
    p = REGISTER[name]
    q = p.quantile(np.linspace(1e-6, 1 - 1e-6, 101))
    assert (np.diff(q) > 0).all()
    assert q[0] >= p.low
    assert q[-1] <= p.high


def test_every_strength_can_be_nought() -> None:
    assert {name: p.low for name, p in parameters.strengths().items() if p.value <= 0} == {}


def test_a_parameter_draw_does_not_depend_on_the_others_or_on_the_batch() -> None:
    whole = parameters.draw(47, np.arange(40))
    part = parameters.draw(47, np.arange(17, 18))
    np.testing.assert_array_equal(whole[:, 17:18], part)
    rows = list(REGISTER)
    other = parameters.draw(47, np.arange(40), fixed={"patience": 0.0})
    row = rows.index("patience")
    assert (other[row] == 0).all()
    np.testing.assert_array_equal(np.delete(whole, row, 0), np.delete(other, row, 0))


def test_without_drawing_every_world_has_the_medians() -> None:
    table = parameters.draw(47, np.arange(3), drawn=False)
    np.testing.assert_allclose(table[:, 0], [p.value for p in REGISTER.values()], rtol=1e-6)


def test_draws_follow_their_law() -> None:
    from scipy.stats import kstest

    worlds = np.arange(4000)
    rows = list(REGISTER)
    table = parameters.draw(11, worlds)
    for name in ("western_growth", "patience", "tide_of_history", "violent_contests"):
        p, u = REGISTER[name], np.linspace(0.0005, 0.9995, 1000)
        # the empirical law against the prior's own quantiles: fails by chance once in a million
        cdf = np.interp(table[rows.index(name)], p.quantile(u), u)
        assert kstest(cdf, "uniform").pvalue > 1e-6, name


SOUND = {
    "kind": '"shape"',
    "value": "1.0",
    "low": "0.0",
    "high": "2.0",
    "unit": '"x"',
    "mark": '"assumption"',
    "source": '"s"',
    "sentence": '"t"',
}


def table(name: str, **changes: str | None) -> str:
    fields = {**SOUND, **changes}
    return f"[{name}]\n" + "".join(f"{key} = {value}\n" for key, value in fields.items() if value is not None)


BAD = {
    "kind": (table("a", kind='"strong"'), "strength, magnitude, shape"),
    "range": (table("a", value="3.0"), "outside 0.0 to 2.0"),
    "field": (table("a", value=None, valu="1.0"), "nearest name: value"),
    "source": (table("a", mark='"source"', source=None), "gives no source"),
    "passage": (table("a", mark='"passage"', passages='["V.9"]'), "V.9"),
    "prior": (table("a", prior='"gamma 1"'), "gamma 1"),
    "nan": (table("a", value="nan"), "a finite number"),
    "unit": (table("a", unit=None), "has no unit"),
}


@pytest.mark.parametrize("mistake", BAD)
def test_a_malformed_number_fails_at_load_with_its_line(mistake: str, tmp_path: Path) -> None:
    text, words = BAD[mistake]
    path = tmp_path / "bad.toml"
    path.write_text(text)
    with pytest.raises(BadInput, match=r"bad\.toml:\d+") as caught:
        parameters.read([path])
    assert words in str(caught.value)


def test_all_faults_are_told_at_once_and_a_name_may_stand_only_once(tmp_path: Path) -> None:
    first, second = tmp_path / "a.toml", tmp_path / "b.toml"
    first.write_text(table("a", kind='"strong"') + table("b", value="nan"))
    second.write_text(table("c"))
    third = tmp_path / "c.toml"
    third.write_text(table("c"))
    with pytest.raises(BadInput) as caught:
        parameters.read([first, second, third])
    assert len(caught.value.faults) == 3
    assert "declared twice" in str(caught.value)
