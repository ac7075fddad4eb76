"""A mechanism that somebody brings: in the plan, in the compiled program's key, never run unasked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

import kennan
from kennan.cli.main import main
from kennan.engine import consent, devices, fingerprint, queue
from kennan.engine.plan import Plan
from kennan.faults import BadInput
from kennan.ledger.trace import trace
from kennan.model import chance, example, extended, extension, in_use, links, month, parameters, quantities

EXAMPLE = Path(example.__file__).parent
SMALL = {"worlds": 4, "years": 1}


@pytest.fixture
def mine(tmp_path):
    return copied(tmp_path / "mine")


def copied(to: Path) -> Path:
    to.mkdir()
    for file in extension.FILES:
        if (EXAMPLE / file).is_file():
            shutil.copy(EXAMPLE / file, to)
    return to


@pytest.fixture(scope="module")
def brought():
    """Give the example, which is what everything that is compiled here is compiled with."""
    (made,) = consent.chosen([EXAMPLE])
    return made


@pytest.fixture(scope="module")
def both(brought):
    """Give one run with the example, and one with it switched off."""
    return [kennan.run(**SMALL, with_=EXAMPLE, record="all", off=off) for off in ((), "black_market_relief")]


# ---- the model in use


def test_the_registers_answer_for_the_model_in_use(brought):
    before = quantities.load(), parameters.load(), chance.declared(), month.order()
    with in_use.using((brought,)):
        assert list(quantities.load()) == [*before[0], "black_market"]
        assert list(parameters.load())[: len(before[1])] == list(before[1])
        assert parameters.strengths()["black_market_relief"].file == "black_market"
        assert chance.declared()["market_luck"] == ("normal", "world")
        names = [name for name, _ in month.order()]
        assert names[names.index("economy") + 1] == "black_market"
        assert links.homes()["black_market"] == "black_market"
    assert before == (quantities.load(), parameters.load(), chance.declared(), month.order())
    assert "black_market" not in links.homes()


def test_work_that_is_handed_to_threads_takes_the_model_along(brought):
    with queue.shared().line() as line:
        with in_use.using((brought,)):
            within = line.submit(lambda: len(quantities.load()))
        outside = line.submit(lambda: len(quantities.load()))
        assert within.result() == outside.result() + 1


def test_what_a_generator_yields_is_taken_outside_its_model(brought):
    def made():
        yield len(in_use.extensions())
        yield len(in_use.extensions())

    seen = [(one, len(in_use.extensions())) for one in in_use.stepwise((brought,), made())]
    assert seen == [(1, 0), (1, 0)]


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ([("b", "after", "x"), ("a", "after", "x")], ["x", "b", "a", "y"]),
        ([("a", "before", "y")], ["x", "a", "y"]),
        ([("a", "replaces", "x"), ("b", "after", "x")], ["a", "b", "y"]),
        ([("a", "after", "b"), ("b", "after", "y")], ["x", "y", "b", "a"]),
    ],
)
def test_where_in_the_month_they_stand(given, names):
    class One:
        def __init__(self, name, stands, step):
            self.name, self.stands, self.step = name, stands, step

        path = staticmethod(str)

    assert extended.names(["x", "y"], [One(*one) for one in given]) == names


# ---- the plan


def test_a_plan_without_them_says_nothing_of_them():
    assert "extensions" not in Plan.build().to_json()


def test_a_plan_holds_them_in_full(mine, brought):
    plan = Plan.build(**SMALL, extensions=mine)
    shutil.rmtree(mine)
    again = Plan.from_json(plan.to_json())
    assert again == plan
    assert again.extensions == (brought,)
    assert again.replace(off=("black_market_relief",)).fixed["black_market_relief"] == 0.0
    assert plan.digest() != Plan.build(**SMALL).digest()
    assert "with black_market" in plan.describe()


def test_every_letter_is_in_the_digest(mine):
    before = Plan.build(**SMALL, extensions=mine)
    (mine / "mechanism.py").write_text((mine / "mechanism.py").read_text() + "\n# another word\n")
    assert Plan.build(**SMALL, extensions=mine).digest() != before.digest()


def test_a_plan_made_under_a_model_has_its_extensions(brought):
    with in_use.using((brought,)):
        assert Plan.build(**SMALL).extensions == (brought,)
        assert Plan.from_json("{}").extensions == ()  # a plan from elsewhere says itself what it holds


# ---- the worlds


def test_it_moves_what_it_changes_and_leaves_luck_and_numbers_as_they_were(both):
    bare = kennan.run(**SMALL, record="all")
    on, off = both
    rest = [name for name in bare.data_vars if "month" in bare[name].dims and "world" in bare[name].dims]
    assert all(np.array_equal(off[name], bare[name]) for name in rest if name != "parameters")
    assert np.array_equal(on.parameters.sel(parameter=bare.parameter), bare.parameters)
    assert (on.consumption > bare.consumption).any()
    assert np.allclose(on.black_market.isel(month=0), 0.1, atol=1e-5)  # a run rounds
    assert (abs(on.black_market.isel(month=-1) - 0.1) > 1e-4).all()


def test_its_numbers_are_settings_of_a_design(both):
    made = kennan.design({"black_market_relief": [0.0, 0.4]}, **SMALL, with_=EXAMPLE)
    bare, more = made.consumption.isel(month=-1).values
    assert np.allclose(bare, both[1].consumption.isel(month=-1), rtol=1e-5)
    assert (more > bare).all()


def test_the_articles_claims_are_tested_under_the_model_in_use(brought):
    from kennan import ledger

    def plans():
        return {
            arm.experiment.plan.extensions
            for check in ledger.load()["II.10b-prestige-trap"].checks
            for arm in check.arms
        }

    with in_use.using((brought,)):
        assert plans() == {(brought,)}
    assert plans() == {()}


def test_where_its_quantity_starts_can_be_set(brought):
    with in_use.using((brought,)):
        plan = Plan.build(**SMALL, set={"start.black_market": 0.6})
    assert plan.start == {"black_market": 0.6}
    with pytest.raises(BadInput, match="out of range"):
        plan.replace(set={"start.black_market": 1.5})


def test_a_month_of_it_is_taken_apart(brought):
    found = trace(Plan.build(**SMALL, extensions=EXAMPLE), 3, "1947-06", "consumption")
    share = {one.strength: one.change for one in found.shares}["black_market_relief"]
    assert share > 0
    assert abs(sum(one.change for one in found.shares) - found.change) < 1e-5
    assert {c.mechanism for c in found.changes} == {"economy", "black_market"}


def test_a_forecast_is_made_with_it(both, tmp_path):
    wanted = {"until": 1948, "members": 20, "targets": "gdp_ratio", "claims": False}
    made = kennan.hindcast(1947, **wanted, with_=EXAMPLE, out=tmp_path / "made")
    assert [one.name for one in made.plan.extensions] == ["black_market"]
    about = json.loads((tmp_path / "made" / "registration.json").read_text())
    assert about["plan"]["extensions"] == [made.plan.extensions[0].as_dict()]
    with pytest.raises(BadInput, match="calibrated with the article's mechanisms alone"):
        kennan.hindcast(1965, until=1967, parameters="calibrated", targets="gdp_ratio", with_=EXAMPLE)


def test_a_calibration_is_that_of_its_model(brought):
    from kennan.history.calibrating import Settings, folder

    bare = folder.wanted("1955-12-31", "", Settings())
    with in_use.using((brought,)):
        own = folder.wanted("1955-12-31", "", Settings())
    assert own == {**bare, "extensions": {"black_market": brought.digest}}


# ---- the compiled program


@pytest.fixture(scope="module")
def key():
    """Give the key of the month under extensions."""
    devices.prepare()
    from kennan.engine import span

    def of(*these):
        with in_use.using(these):
            return fingerprint.of(span.through.function)

    return of


def test_the_program_of_a_model_is_that_models(key, brought, mine):
    other = (
        (mine / "mechanism.py")
        .read_text()
        .replace("p.black_market_relief * market", "p.black_market_relief * want")
    )
    (mine / "mechanism.py").write_text(other)
    (changed,) = consent.chosen([mine])
    (mine / "mechanism.py").write_text(other + "\n# nothing else\n")
    (noted,) = consent.chosen([mine])
    assert len({key(), key(brought), key(changed)}) == 3
    assert key(noted) == key(changed)
    assert key() == key()


def test_bounds_and_draws_of_it_are_in_the_key(key, brought, mine):
    for file, old, new in (
        ("quantities.toml", "high = 1.0", "high = 0.9"),
        ("draws.toml", '"normal"', '"uniform"'),
    ):
        folder = copied(mine.parent / file)
        (folder / file).write_text((folder / file).read_text().replace(old, new))
        assert key(*consent.chosen([folder])) != key(brought)


# ---- consent


@pytest.fixture
def stranger(mine, monkeypatch, tmp_path):
    """Give the plan of somebody else, on a machine where nobody has run it."""
    text = (mine / "mechanism.py").read_text()
    mark = tmp_path / "it ran"
    (mine / "mechanism.py").write_text(f"{text}\nopen({str(mark)!r}, 'w').close()\n")
    one = extension.choose(mine)
    monkeypatch.setenv("KENNAN_CACHE", str(tmp_path / "cache"))
    data = json.loads(Plan.build(**SMALL).to_json()) | {"extensions": [one.as_dict()]}
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(data))
    return path, mark, one


def test_a_plan_from_elsewhere_is_read_and_not_run(stranger, capsys, monkeypatch, tmp_path):
    path, mark, one = stranger
    monkeypatch.chdir(tmp_path)
    assert Plan.from_json(path.read_text()).extensions == (one,)
    assert main(["check", str(path)]) == 0
    assert main(["run", "--plan", str(path), "--out", "made", "--quiet"]) == 2
    assert "kennan trust" in capsys.readouterr().err
    with pytest.raises(BadInput, match="not run unasked"):
        trace(Plan.from_json(path.read_text()), 0, "1947-06")
    assert not mark.exists()
    assert not (tmp_path / "made").exists()


def test_the_page_refuses_it(stranger):
    from kennan.server import explore_plan

    with pytest.raises(BadInput, match="of a model with black_market"):
        explore_plan.read(stranger[0].read_text())
    assert not stranger[1].exists()


def test_it_is_shown_before_it_is_let_run_and_one_letter_asks_again(stranger, capsys):
    path, mark, one = stranger
    assert main(["trust", str(path)]) == 0
    said = capsys.readouterr().out
    assert "def advance" in said
    assert "may not run" in said
    assert not extended.is_trusted(one)
    assert main(["trust", str(path), "--yes"]) == 0
    assert extended.is_trusted(one)
    data = json.loads(path.read_text())
    data["extensions"][0]["files"]["mechanism.py"] += "\n"
    assert not extended.is_trusted(Plan.from_json(json.dumps(data)).extensions[0])
    assert not mark.exists() or mark.read_text() == ""


def test_code_cannot_hide_in_what_is_shown(stranger, capsys):
    path, _, _ = stranger
    data = json.loads(path.read_text())
    data["extensions"][0]["files"]["mechanism.py"] += "\n# \x1b[2J\u202e\n"
    path.write_text(json.dumps(data))
    assert main(["trust", str(path)]) == 0
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\\x1b[2J\\u202e" in said


def test_consent_is_remembered_by_the_machine(stranger, monkeypatch):
    _, _, one = stranger
    consent.give(one)
    monkeypatch.setattr(extended, "_trusted", set())
    assert not extended.is_trusted(one)
    consent.recall([one])
    assert extended.is_trusted(one)


# ---- the command line


def test_a_new_mechanism_works_at_once(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["new", "mechanism", "my-idea", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["mechanism"] == "my_idea"
    assert main(["check", "my-idea"]) == 0
    assert main(["list", "mechanisms", "black_market_relief", "--with", "./my-idea", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.partition("\n")[2])[0]["code"] == "my_idea/mechanism.py"
    assert main(["list", "mechanisms", "black_market_relief"]) == 2
    assert main(["new", "mechanism", "my-idea"]) == 2
    assert main(["new", "mechanism", "crust"]) == 2


def test_an_installed_package_is_named_by_its_entry_point(tmp_path, monkeypatch):
    site = tmp_path / "site"
    copied_to = site / "kennan_market"
    site.mkdir()
    copied(copied_to)
    (copied_to / "__init__.py").write_text("raise SystemExit('it was imported')\n")
    info = site / "kennan_market-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: kennan-market\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[kennan.extensions]\nmarket = kennan_market\n")
    monkeypatch.syspath_prepend(site)
    assert Plan.build(**SMALL, extensions="market").extensions[0].name == "black_market"
    with pytest.raises(BadInput, match="nearest name: market"):
        Plan.build(extensions="markt")
