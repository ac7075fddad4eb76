"""The reading page's data: provenance that agrees with the model, the article, code, and a passage switched off."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from kennan import article as text
from kennan import scenarios
from kennan.faults import BadInput
from kennan.model import definitions, links, parameters, quantities
from kennan.policies.registers import levers
from kennan.reading import article, equations, ledgers, mechanism, provenance, switching
from kennan.reading.mathml import mathml

BY_DEFINITION = {"years_elapsed", "orders_at_start", "soviet_output_ratio"}  # set in no mechanism
UNNAMED = {"progress_stalemate"}  # its equation says "the progress of each"


def read_by(quantity: str) -> dict[str, set[str]]:
    """What all steps of the month read for a quantity, traced from the program itself."""
    steps = [step.writes[quantity] for step in links.steps().values() if quantity in step.writes]
    return {
        kind: {n for one in steps for n in getattr(one, kind)} for kind in ("parameters", "levers", "draws")
    }


def test_the_formulas_shown_read_exactly_what_the_program_reads():
    for name in quantities.load():
        if name in UNNAMED:
            continue
        found = provenance.quantity(name)
        shown = {
            "parameters": {p["name"] for p in found["parameters"]},
            "levers": {row["name"] for row in found["levers"]},
            "draws": set(found["draws"]),
        }
        assert shown == read_by(name), name


def test_every_quantity_has_a_formula_but_those_that_no_mechanism_sets():
    none = {name for name in quantities.load() if not provenance.quantity(name)["formulas"]}
    assert none == BY_DEFINITION


def test_the_equation_that_sets_the_quantity_is_marked():
    found = provenance.quantity("orbit")
    main = [f for f in found["formulas"] if f["main"]]
    assert [f["function"] for f in main] == ["advance"]
    assert "<mtext>orbit</mtext>" in main[0]["mathml"]
    assert found["files"][0]["file"] == "flow"
    assert found["files"][0]["title"].startswith("The stream and the basin")


def test_a_name_means_what_its_own_function_makes_of_it():
    """``moved`` is one thing in ``advance`` and another in ``_vulnerability`` of the same file."""
    functions = {f["function"] for f in provenance.quantity("influence")["formulas"]}
    assert "_vulnerability" not in functions
    assert "_trust" in functions


def test_mathml_is_whole_and_asks_for_nothing():
    for stem in equations.stems():
        for line in equations.lines(stem):
            written = mathml(line.latex)
            ElementTree.fromstring(written)
            assert not re.search(r"style=|href=|http|\\", written)


def test_numbers_are_marked_apart_from_quantities():
    assert mathml(r"\text{ebb} \cdot \text{orbit}").count('class="number"') == 1


@pytest.mark.parametrize(
    ("asked", "kind", "name"),
    [
        ("orbit", "quantity", "orbit"),
        ("theatre_in_orbit", "quantity", "in_orbit"),
        ("outcome:mellowing", "outcome", "mellowing"),
        ("mellowing", "quantity", "mellowing"),
        ("breakup", "outcome", "breakup"),
        ("lever:level", "lever", "level"),
        ("afterglow", "parameter", "afterglow"),
        ("event:takeover", "event", "takeover"),
    ],
)
def test_names_are_found_by_kind(asked, kind, name):
    found = provenance.quantity(asked)
    assert (found["kind"], found["name"]) == (kind, name)
    assert found["sentence"]
    assert found["unit"]


def test_a_number_is_told_in_the_words_of_another_world():
    tell = scenarios.load(scenarios.SMALL).words.tell
    for name in ("pressure", "parameter:yield_speed", "lever:tone", "outcome:expansion"):
        row = provenance.quantity(name)
        told = provenance.told(row, tell)
        rows = [told, *told["parameters"], *told["rests_on"], *told["levers"]]
        said = " ".join([one["sentence"] for one in rows] + [told["rule"], told["title"]])
        assert not re.search("Soviet|Kremlin|Moscow|Western|Washington", said)
        assert [one["name"] for one in told["parameters"]] == [one["name"] for one in row["parameters"]]
        assert provenance.told(row, scenarios.load("x-1947").words.tell) == row


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(BadInput) as error:
        provenance.quantity("orbitt")
    assert error.value.faults[0].nearest == "orbit"
    with pytest.raises(BadInput):
        provenance.quantity("planet:orbit")


def test_everything_in_the_registers_can_be_asked_about():
    for name in definitions.load():
        assert provenance.quantity(f"outcome:{name}")["rule"]
    for name in levers():
        assert provenance.quantity(f"lever:{name}")["passages"]
    for name in parameters.load():
        assert provenance.quantity(f"parameter:{name}")["parameters"][0]["name"] == name


def test_every_mechanism_shows_its_code():
    for name in parameters.strengths():
        found = mechanism.one(name)
        assert found["files"], name
        for file in found["files"]:
            assert all(f"p.{name}" in function["source"] for function in file["functions"])
            assert file["functions"], name
        assert found["claims"], name
    with pytest.raises(BadInput, match="nearest name: afterglow"):
        mechanism.one("afterglo")


def test_the_article_is_told_paragraph_by_paragraph():
    whole = article.whole()
    assert [p["id"] for p in whole["passages"]] == list(text.passages())
    told = [claim for p in whole["passages"] for claim in p["claims"]]
    assert sorted(told) == sorted(text.claims())  # each claim at one paragraph
    assert {p["part"] for p in whole["passages"]} == {p["id"] for p in whole["parts"]}


def test_what_no_code_models_says_why():
    whole = article.whole()
    for passage in whole["passages"]:
        if not passage["claims"] and not passage["also"]:
            assert passage["aside"], passage["id"]
        assert not (passage["aside"] and passage["claims"])
    for claim in whole["claims"].values():
        assert claim["checks"] or claim["reason"], claim["id"]
    assert set(article.BEYOND) | set(article.SET_ASIDE) <= set(text.passages())


def test_each_claim_stands_in_both_ledgers_and_they_are_not_mixed():
    for name, claim in article.whole()["claims"].items():
        assert claim["verdict"] == ledgers.fidelity()["claims"][name]["verdict"]
        assert claim["truth"]["verdict"] == ledgers.truth()["claims"][name]["verdict"]
        assert {claim["verdict"]} & {"supported", "refuted"} == set()


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        ("above 2", (2.0, None)),
        ("below -0.05", (None, -0.05)),
        ("-0.05 to 0.05", (-0.05, 0.05)),
        ("?", (None, None)),
    ],
)
def test_a_region_is_read_from_its_words(words, ends):
    assert article.region(words) == ends


def test_every_region_of_the_ledger_can_be_drawn():
    for claim in article.whole()["claims"].values():
        for check in claim["checks"]:
            for finding in check["findings"]:
                assert finding["above"] is not None or finding["below"] is not None, finding


class Block:
    """What the engine hands over, as far as it is looked at."""

    def __init__(self, ending):
        self.ending = np.array(ending)


def test_worlds_are_paired_when_a_passage_is_switched_off():
    on, off = switching.plans(["afterglow"], "containment", 4, 10, 47)
    assert on.off == ()
    assert off.off == ("afterglow",)
    endings = {(): [5, 5, 6, 2], ("afterglow",): [5, 6, 6, 3]}
    found = switching.switched(on, off, lambda plan: Block(endings[plan.off]))
    by_name = {row["outcome"]: row for row in found["outcomes"]}
    assert found["moved"] == 0.5
    assert by_name["mellowing"]["difference"] == -0.25
    assert by_name["stalemate"]["difference"] == 0.25
    assert by_name["stalemate"]["on"]["share"] == 0.25
    assert by_name["stalemate"]["low"] < 0.25 < by_name["stalemate"]["high"]


def test_all_that_is_wrong_with_a_wish_to_switch_off_is_said_at_once():
    with pytest.raises(BadInput) as error:
        switching.plans(["afterglo", "patienc"], "containmint", 4, 10, 47)
    assert [f.nearest for f in error.value.faults] == ["afterglow", "patience", "containment"]
