"""Pictures of forecasts show what was scored, and a run can be drawn under the record."""

from __future__ import annotations

import numpy as np
import pytest
from history_fake import registered

import kennan
from kennan import history
from kennan.faults import BadInput
from kennan.history import forecast_folder, score
from kennan.history.of_run import of_run
from kennan.plots import record as drawing


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    path = tmp_path_factory.mktemp("pictures") / "f"
    registered(path, years=tuple(range(1948, 1956)))
    return score.score(forecast_folder.read(path), history.load(), ["persistence"])


def shown(figure):
    return [axes for axes in figure.axes if axes.get_visible()]


@pytest.mark.parametrize("name", ["fans", "calibration", "skill"])
def test_the_same_scores_give_the_same_picture(scored, name):
    from kennan.plots.look import svg

    assert svg(getattr(drawing, name)(scored)) == svg(getattr(drawing, name)(scored))


def test_the_record_is_drawn_over_the_fan(scored):
    panels = shown(drawing.fans(scored))
    assert len(panels) == 2
    for axes, name in zip(panels, scored.targets, strict=True):
        cells = scored.targets[name].cells
        dots = next(line for line in axes.lines if line.get_marker() == "o")
        wanted = np.exp(cells.values) if cells.target.scale == "log" else cells.values
        assert np.allclose(dots.get_ydata(), wanted)
        assert list(dots.get_xdata()) == list(cells.years)


def test_a_run_with_the_record_over_it():
    runs = kennan.run(worlds=20, years=6)
    members = of_run(runs, history.load())
    ratio = runs.output_ratio.isel(policy=0).values[1:13].mean(0)
    assert np.allclose(members.of("gdp_ratio", "", 1947), ratio, rtol=1e-5)
    assert members.years == tuple(range(1947, 1953))
    assert "cinc_ratio" not in members.values  # heavy output was not recorded
    panels = shown(drawing.run(runs))
    assert len(panels) >= 8
    with pytest.raises(BadInput, match="containment"):
        of_run(runs, history.load(), "contanment")


def test_a_panel_is_headed_in_the_words_of_its_own_world():
    from kennan import scenarios
    from kennan.plots import record as pictures

    small = scenarios.choose(scenarios.SMALL)
    assert pictures._title("soviet_growth", "x-1947") == "Soviet growth, a year"
    told = " ".join(pictures._title(name, small) for name in pictures.TITLES)
    assert not [word for word in ("Soviet", "American", "Kremlin", "USSR", "USA") if word in told], told
