"""Python as people expect it: examples that run, functions that pickle, rooms that complete, help that helps."""

from __future__ import annotations

import copy
import doctest
import importlib
import pickle
import pydoc
from pathlib import Path

import pytest

import kennan
from kennan import policies
from kennan.card import MOST, Card, Shown
from kennan.engine.plan import Plan
from kennan.model import parameters, quantities

HOUSE = Path(kennan.__file__).parent
WITH_EXAMPLES = [
    ".".join(("kennan", *path.relative_to(HOUSE).with_suffix("").parts)).removesuffix(".__init__")
    for path in sorted(HOUSE.rglob("*.py"))
    if ">>> " in path.read_text(encoding="utf-8") and "web" not in path.relative_to(HOUSE).parts
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("examples")


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_examples_run_as_written(name, folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    monkeypatch.setenv("MPLBACKEND", "agg")
    module = importlib.import_module(name)
    found = [test for test in doctest.DocTestFinder(exclude_empty=True).find(module, name) if test.examples]
    assert found
    assert "+SKIP" not in Path(module.__file__).read_text(encoding="utf-8")
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    for test in found:
        said: list[str] = []
        runner.run(test, out=said.append, clear_globs=True)
        assert runner.summarize(verbose=False).failed == 0, "".join(said)


def test_every_function_of_the_first_page_has_an_example():
    for name in kennan.__all__:
        thing = getattr(kennan, name)
        if callable(thing):
            assert ">>> " in thing.__doc__, name


def test_help_tells_the_parameters_and_what_comes_out():
    said = pydoc.render_doc(kennan.run, renderer=pydoc.plaintext)
    assert said.startswith("Python Library Documentation: function run in module kennan.api.worlds")
    for words in ("worlds", "seed", "Returns", "BadInput", ">>> "):
        assert words in said
    whole = pydoc.render_doc(kennan, renderer=pydoc.plaintext)
    for words in ("what becomes of Soviet power", "run(", "game", "0.1.0"):
        assert words in whole


def test_functions_pickle_and_are_found_where_they_say():
    for name in ("run", "compare", "open", "hindcast", "score"):
        function = getattr(kennan, name)
        assert pickle.loads(pickle.dumps(function)) is function
        assert copy.deepcopy(function) is function


def test_joblib_takes_run():
    joblib = pytest.importorskip("joblib")
    jobs = [joblib.delayed(kennan.run)(worlds=2, years=1, seed=seed) for seed in (47, 48)]
    first, second = joblib.Parallel(n_jobs=1)(jobs)
    assert first.attrs["seed"] == 47
    assert second.attrs["seed"] == 48
    assert pickle.loads(pickle.dumps(first)).equals(first)


def test_names_complete():
    for thing in (kennan, kennan.game, kennan.plots, policies):
        there = dir(thing)
        assert all(getattr(thing, name, None) is not None for name in there if not name.startswith("_"))
    assert {"run", "compare", "game", "plots", "policies", "model", "engine"} <= set(dir(kennan))
    with pytest.raises(AttributeError, match="kennan"):
        _ = kennan.no_such_thing


SHOWN = [
    Plan.build(
        policies=["containment", "charm"], worlds=8, set={"consolidation": 0.523456789}, off=["bandwagon"]
    ),
    policies.load("answering"),
    policies.registers.levers()["level"],
    next(iter(policies.registers.seen().values())),
    next(iter(policies.registers.by_hand().values())),
    parameters.load()["consolidation"],
    quantities.load()["menace"],
]


@pytest.mark.parametrize(
    "thing", [thing for thing in SHOWN if thing is not None], ids=lambda t: type(t).__name__
)
def test_things_show_themselves(thing):
    line, page = repr(thing), thing._repr_html_()
    assert line.startswith(f"<{type(thing).__name__} ")
    assert "\n" not in line
    assert len(line) < 400
    assert page.startswith("<div>")
    assert page.endswith("</table></div>")
    assert pickle.loads(pickle.dumps(thing)) == thing


def test_a_plan_shows_every_digit_of_what_was_set():
    page = SHOWN[0]._repr_html_()
    assert "0.523456789" in page
    assert "bandwagon" in page
    assert "charm" in page


def test_what_is_shown_is_text_and_not_markup():
    class Thing(Shown):
        def _card_(self):
            return Card("<b>", "a & b", [("<script>", "x")] * (MOST + 2))

    page = Thing()._repr_html_()
    assert "<script>" not in page
    assert "a &amp; b" in page
    assert "and 2 more" in page


def test_a_forecast_and_its_scores_show_themselves(folder, monkeypatch):
    monkeypatch.chdir(folder)
    wanted = ["gdp_ratio", "orbit_theatre", "leader_change"]
    made = kennan.hindcast(1947, until=1952, members=20, targets=wanted, claims=False, out="forecasts/shown")
    assert repr(made) == (
        "<Forecast as of 1947-12-31, to 1952: containment, 20 members, parameters drawn, seed 47>"
    )
    page = made._repr_html_()
    assert "in 1952" in page
    assert "median " in page  # of a number
    assert " theatres" in page  # the mean of a yes or no
    scored = kennan.score("forecasts/shown", against=["persistence"])
    assert repr(scored).startswith("<Scores shown: skill over persistence (1 perfect")
    assert "gdp_ratio" in scored._repr_html_()
    assert "persistence" in scored._repr_html_()
