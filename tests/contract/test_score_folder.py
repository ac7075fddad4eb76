"""A folder of tables scores like the facts of the package, where both tell the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import kennan
from kennan import history
from kennan.history.record.folder import FACTS

ROOT = Path(__file__).parents[2]
FORECAST = ROOT / "forecasts" / "from-1947"
WHOLE = ROOT.parent / "shared" / "record"
#: Told by tables of which the first row lies after the day of the forecast, or that begin later than the facts do.
LATE = ("bloc_unrest", "forces_abroad")
COPIED = ("gk_orbit_spells", "gk_bloc_unrest_events", "gk_cpsu_membership")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A folder as a reader would have it: three tables as they are, and forces by host from 1950 on; no coverage."""
    folder = tmp_path_factory.mktemp("record")
    for name in COPIED:
        (folder / f"{name}.csv").write_bytes((FACTS / f"{name}.csv").read_bytes())
    yearly = history.load(FACTS).table("yearly")
    rows = yearly[(yearly.quantity == "forces_abroad") & (yearly.year >= 1950)]
    lines = [
        f"260,{row.year},{int(row.value)},{'imputed' if row.certainty == 'low' else ''},mine"
        for row in rows.itertuples()
    ]
    text = "\n".join(["ccode,year,troops,imputation_flag,source", *lines]) + "\n"
    (folder / "us_troops_abroad.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(params=["made", "whole"])
def folder(request, made) -> Path:
    if request.param == "whole" and not WHOLE.is_dir():
        pytest.skip("there is no whole record here")
    return made if request.param == "made" else WHOLE


def test_a_folder_scores_like_the_facts(folder, monkeypatch):
    monkeypatch.delenv("KENNAN_RECORD", raising=False)
    against = ["persistence", "drift"]
    facts, own = (kennan.score(FORECAST, record, against) for record in (None, folder))
    assert set(LATE) <= set(own.targets) <= set(facts.targets)  # the made folder tells nothing of crises
    for name, here in own.targets.items():
        told = facts.targets[name]
        assert (here.cells.units, here.cells.years.tolist()) == (told.cells.units, told.cells.years.tolist())
        assert np.allclose(here.cells.values, told.cells.values, atol=2e-3), name  # facts keep three places
        assert here.skill.keys() == told.skill.keys() == set(against), name
    for name in LATE:
        for other in against:
            ours, theirs = (found.targets[name].skill[other]["all"] for found in (own, facts))
            assert ours.skill == pytest.approx(theirs.skill, abs=0.01), (name, other)
