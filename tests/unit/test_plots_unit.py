"""Pictures: do they show what is in the run, and are they fit to print?"""

import subprocess
import sys
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from kennan import plots
from kennan.plots import endings, look, orbit, pick
from kennan.records import summary

sys.path.insert(0, str(Path(__file__).parents[1]))
import plots_fake


@pytest.fixture(scope="module")
def run():
    return plots_fake.run(60, years=20)


@pytest.fixture(scope="module")
def lone(run):
    return run.isel(policy=[0], world=[3])


def words(figure):
    """Return every word in a picture, as the SVG holds it."""
    root = ET.fromstring(plots.svg(figure))
    return " ".join(t.text or "" for t in root.iter("{http://www.w3.org/2000/svg}text"))


DRAWN = {
    "fan": lambda ds: plots.fan(ds, "orbit"),
    "fans": lambda ds: plots.fans(ds, ["orbit", "output"], world=3),
    "outcomes": plots.outcomes,
    "outcomes_over_time": plots.outcomes_over_time,
    "orbit_tiles": plots.orbit_tiles,
    "decay_and_brilliance": plots.decay_and_brilliance,
}


@pytest.mark.parametrize("name", DRAWN)
def test_every_picture_says_how_many_worlds_and_policies(run, name):
    said = words(DRAWN[name](run))
    assert "60 worlds" in said
    assert all(policy in said for policy in plots_fake.POLICIES)


@pytest.mark.parametrize("name", DRAWN)
def test_one_policy_and_one_world_can_be_drawn(lone, name):
    said = words(DRAWN[name](lone))
    assert "1 world" in said
    assert "1 worlds" not in said


@pytest.mark.parametrize("name", DRAWN)
def test_the_same_run_gives_the_same_picture(run, name):
    assert plots.svg(DRAWN[name](run)) == plots.svg(DRAWN[name](run))


def test_pictures_carry_units_and_bands(run):
    said = words(plots.fans(run, ["orbit", "output"], "charm"))
    assert "share of prize" in said
    assert "index, 1 = at the start" in said
    assert "50 %" in said
    assert "90 %" in said
    assert "world 0 alone" in said
    assert "alone" not in words(plots.fan(run, "orbit", "charm", world=False))


def test_a_fan_fits_into_axes_of_ones_own(run):
    from matplotlib.figure import Figure

    figure = Figure()
    axes = figure.add_subplot()
    assert plots.fan(run, "orbit", "charm", ax=axes) is figure
    assert axes.lines


def test_spread_is_numpys_quantile(run):
    values = pick.values(run, "orbit", "charm")
    expected = np.quantile(values, pick.QUANTILES, axis=-1)
    assert np.allclose(pick.spread(values), expected, atol=1e-6)
    values = np.where(np.arange(values.shape[1]) < 3, np.nan, values)
    assert np.allclose(pick.spread(values), np.nanquantile(values, pick.QUANTILES, axis=-1))


def test_every_world_stands_in_one_place_each_year(run):
    for policy in plots_fake.POLICIES:
        when, parts = endings.standing(run, policy)
        assert np.allclose(parts.sum(axis=0), 1)
        assert (parts >= 0).all()
        assert when[0] == 1947
        assert parts[5, 0] == 1
        shares = summary.shares(run)[policy]
        assert np.allclose(parts[:, -1], [shares[o].share for o in summary.OUTCOMES])


def test_an_outcome_stands_from_reached_to_left(run):
    ds = run.isel(policy=[0], world=[0, 1, 2]).copy(deep=True)
    ds["reached"].values[:] = -1
    ds["left"].values[:] = -1
    ds["progress_mellowing"].values[:] = 0
    ds["reached"].values[0, 4] = [12, 12, -1]  # two worlds mellow after a year
    ds["left"].values[0, 4] = [36, -1, -1]  # one of them for two years only
    ds["reached"].values[0, 1] = [-1, 24, -1]  # the other breaks up in its third year, which comes first
    _, parts = endings.standing(ds, "containment")
    assert np.allclose(parts[4, :5] * 3, [0, 2, 1, 0, 0])
    assert np.allclose(parts[1, :5] * 3, [0, 0, 1, 1, 1])
    ds["progress_mellowing"].values[0, 48:, 0] = 1  # it comes back
    _, parts = endings.standing(ds, "containment")
    assert np.allclose(parts[4, :5] * 3, [0, 2, 1, 0, 1])


def test_share_in_orbit_counts_worlds(run):
    codes = list(run["theatre"].values)
    shares = orbit.share_in_orbit(run, "containment", 1947)
    assert shares[codes.index("POL")] == 1
    assert 0 <= shares.min() <= shares.max() <= 1


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def test_words_can_be_read_on_what_is_under_them():
    assert contrast(look.SOFT, look.PAPER) >= 4.5
    assert contrast(look.SOFT, orbit.LAND) >= 4.5
    for step, colour in enumerate(orbit.STEPS):
        assert contrast(look.PAPER if step >= 4 else look.INK, colour) >= 4.5


def test_darker_tiles_mean_more_worlds():
    light = [luminance(colour) for colour in orbit.STEPS]
    assert light == sorted(light, reverse=True)
    assert len(orbit.STEPS) == len(orbit.EDGES) + 1 == len(orbit.STEP_NAMES)


def test_labels_move_apart_and_keep_their_order():
    assert look.apart([0.5, 0.51, 0.9], 0.1) == pytest.approx([0.455, 0.555, 0.9])
    moved = look.apart([1, 1, 1, 1], 0.5)
    assert np.all(np.diff(moved) >= 0.5 - 1e-6)


def test_year_ticks_leave_room():
    assert look.year_ticks(1947, 1992, 1.6) == [1960, 1980]
    assert look.year_ticks(1947, 1947.5, 5) == [1947]


def test_a_large_run_is_drawn_from_part_of_its_worlds_and_says_so(run, monkeypatch):
    monkeypatch.setattr(pick, "MOST_WORLDS", 20)
    assert "bands from the first 20" in words(plots.fan(run, "orbit"))
    assert pick.values(run, "orbit", "charm").shape[1] == 20


def test_pictures_can_be_drawn_in_threads(run):
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(lambda _: plots.svg(plots.outcomes(run)), range(8)))
    assert len(set(drawn)) == 1


def test_pyplot_is_never_imported():
    code = (
        "import sys; from kennan import plots; import kennan.report.html; "
        "assert 'matplotlib' not in sys.modules; plots.look.sheet(1, 1, title=''); "
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
