"""The register of state, and the list of the month."""

from pathlib import Path

import pytest

from kennan import article
from kennan.faults import BadInput
from kennan.model import definitions, month, parameters, quantities
from kennan.policies import seen

GOOD = (
    '[a]\nsentence = "s"\nunit = "u"\naxes = "world"\nlow = 0.0\nhigh = 1.0\nkind = "stock"\npassages = []\n'
)
BAD = {
    "axes": (GOOD.replace('"world"', '"worlds"'), "world, theatre, rival"),
    "bounds": (GOOD.replace("high = 1.0", "high = -1.0"), "low below high"),
    "unit": (GOOD.replace('unit = "u"\n', ""), "has no unit"),
    "field": (GOOD + "recoded = true\n", "nearest name: recorded"),
    "kind": (GOOD.replace('"stock"', '"pile"'), "stock, flow, flag, clock, index"),
    "table": ("a = 3\n", "not a table"),
}


@pytest.mark.parametrize("mistake", BAD)
def test_a_malformed_quantity_fails_at_load_with_its_line(mistake: str, tmp_path: Path) -> None:
    text, words = BAD[mistake]
    path = tmp_path / "bad.toml"
    path.write_text(text)
    with pytest.raises(BadInput, match=r"bad\.toml:\d+") as caught:
        quantities.read(path)
    assert words in str(caught.value)


def test_the_register_is_whole() -> None:
    register = quantities.load()
    assert {q.name for q in register.values() if q.axes == "theatre"} >= {
        "influence",
        "effort",
        "counterforce",
    }
    strange = {p for q in register.values() for p in q.passages} - set(article.passages())
    assert strange == set()
    for outcome in definitions.load():
        assert f"progress_{outcome}" in register


def test_the_page_of_outcomes_reads_what_there_is() -> None:
    known = set(quantities.load()) | set(parameters.load())
    for outcome in definitions.load().values():
        assert set(outcome.reads) <= known, outcome.name
    assert [o.code for o in definitions.load().values()] == [1, 2, 3, 4, 5, 6]


def test_every_mechanism_names_passages_that_exist() -> None:
    for name, step in month.ORDER:
        module = __import__(step.__module__, fromlist=["PASSAGES"])
        assert module.PASSAGES, name
        assert set(module.PASSAGES) <= set(article.passages()), name


def test_what_the_open_power_sees_is_never_the_truth_about_the_other_side() -> None:
    assert not set(seen()) & {
        "private_opposition",
        "worn_plant",
        "divergence",
        "conviction",
        "inner_vitality",
        "effort",
    }
