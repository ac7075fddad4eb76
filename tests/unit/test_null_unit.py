"""The null theory: what it keeps, what it cuts, and what a check that it passes is worth."""

from __future__ import annotations

import json

import numpy as np
import pytest

from kennan import scenarios
from kennan.cli import main as cli
from kennan.engine.engine import simulate
from kennan.engine.interventions import Hold, Interventions
from kennan.engine.plan import Plan
from kennan.ledger import collage
from kennan.ledger.collage import Collage, Reference
from kennan.ledger.null import null
from kennan.model import links

RECORD = ("confidence", "organs", "party_unity", "pressure")
YEARS = 6

TWO = """
[[claim]]
id = "a-contrast"
passages = ["IV.1"]
paraphrase = "Less force, more orbit."
falsifier = "As much."
[[claim.check]]
says = "effort under withdrawal less effort under containment"
scenario = "RURITANIA"
arms = [{ policy = "withdrawal" }, { policy = "containment" }]
years = 6
quantity = "orbit"
window = [36, 72]
expect.with = { above = 0.0 }

[[claim]]
id = "a-level"
passages = ["I.6"]
paraphrase = "Organs are there."
falsifier = "None."
[[claim.check]]
says = "organs"
scenario = "RURITANIA"
years = 6
quantity = "organs"
window = [36, 72]
expect.with = { above = 0.01 }
"""


@pytest.fixture(scope="module")
def reference():
    plan = Plan.build(
        scenarios.SMALL, policies=("containment", "withdrawal"), worlds=12, years=YEARS,
        record=(*RECORD, *collage.reads()), parameters="drawn",
    )  # fmt: skip
    return Reference(plan, tuple(simulate(plan)))


def _made(reference, donors, years=YEARS):
    return Collage(reference, donors).block(years, RECORD, Interventions())


def test_no_world_has_a_step_from_itself_and_each_gives_each_step_once():
    for name, donors in collage.permutations(17, 3).items():
        assert sorted(donors) == list(range(17)), name
        assert (donors != np.arange(17)).all(), name
    one, other = collage.permutations(17, 3), collage.permutations(17, 4)
    assert any((one[name] != other[name]).any() for name in one)


def test_where_each_world_is_its_own_donor_the_collage_is_the_theory_to_the_bit(reference):
    own = {name: np.arange(reference.worlds) for name in (*links.steps(), links.START)}
    block = _made(reference, own)
    for name in RECORD:
        assert (block.monthly[name] == reference.monthly(name)).all(), name
    for name in (n for n in block.monthly if n.startswith("progress_")):
        assert (block.monthly[name][1:] == reference.monthly(name)[1:]).all(), name
    assert (block.ending == np.concatenate([one.ending for one in reference.blocks])).all()


def test_every_quantity_keeps_its_values_of_every_month(reference):
    block = _made(reference, collage.permutations(reference.worlds, 0))
    for name in RECORD:
        assert (np.sort(block.monthly[name], -1) == np.sort(reference.monthly(name), -1)).all(), name


def test_two_quantities_of_one_step_stay_together_and_those_of_two_are_parted(reference):
    donors = collage.permutations(reference.worlds, 0)
    block = _made(reference, donors)
    for name in RECORD:
        whose = donors[links.homes()[name]]
        assert (block.monthly[name] == reference.monthly(name)[:, whose]).all()
    assert (donors[links.homes()["organs"]] != donors[links.homes()["pressure"]]).any()


def test_what_an_experiment_holds_is_held(reference):
    holds = Interventions(quantities=(Hold("organs", 0.25, 12, 24),))
    block = Collage(reference, collage.permutations(reference.worlds, 0)).block(YEARS, RECORD, holds)
    assert (block.monthly["organs"][12:24] == np.float32(0.25)).all()
    assert (block.monthly["organs"][24:] != np.float32(0.25)).all()


def test_a_contrast_of_policies_fails_and_a_bare_level_passes(tmp_path, capsys):
    file = tmp_path / "two.toml"
    file.write_text(TWO.replace("RURITANIA", str(scenarios.SMALL)))
    found = null(claims=file, times=3, worlds=36)
    contrast, level = found.checks
    assert (contrast.passes, level.passes) == (0, 3)
    assert contrast.evidence
    assert not level.evidence
    assert found.empty == (level,)
    argv = ["verify", "--claims", str(file), "--null", "3", "--worlds", "36"]
    assert cli.main([*argv, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [(one["claim"], one["passes"], one["evidence"]) for one in told["checks"]] == [
        ("a-contrast", 0, True),
        ("a-level", 3, False),
    ]
    assert cli.main(["verify", "a-contrast", *argv[1:], "--quiet"]) == 0


@pytest.mark.parametrize("given", ["0", "-1", "1001", "many", "1.5"])
def test_a_number_of_theories_that_cannot_be_is_refused(given, capsys):
    assert cli.main(["verify", f"--null={given}"]) == 2
    assert "from 1 to 1,000" in capsys.readouterr().err


def test_the_null_theory_has_no_verdicts_to_explain(capsys):
    assert cli.main(["verify", "III.12", "--null", "--explain"]) == 2
    assert "leave out --sabotage, --explain and --picture" in capsys.readouterr().err


def test_a_claim_may_be_about_a_folder_by_its_path_from_the_file(tmp_path):
    from kennan import ledger
    from kennan.faults import BadInput

    (tmp_path / "claims").mkdir()
    (tmp_path / "land").symlink_to(scenarios.SMALL)
    file = tmp_path / "claims" / "mine.toml"
    file.write_text(TWO.replace("RURITANIA", "../land"))
    found = ledger.verify(["a-level"], claims=file, worlds=4)
    assert found.claims[0].verdict == "shown"
    file.write_text(TWO.replace("RURITANIA", "./nowhere"))
    with pytest.raises(BadInput, match="nowhere"):
        ledger.load(file)
