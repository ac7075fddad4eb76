"""Extensions that cannot be used: everything wrong is told at once, with file and line, before anything is compiled."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kennan.cli.main import main
from kennan.engine import consent
from kennan.engine.plan import Plan
from kennan.faults import BadInput
from kennan.model import example, extension

EXAMPLE = Path(example.__file__).parent
CODE, HEAD = "mechanism.py", "extension.toml"
RETURN = '        "black_market": market,\n'


@pytest.fixture
def mine(tmp_path):
    to = tmp_path / "mine"
    to.mkdir()
    for file in extension.FILES:
        if (EXAMPLE / file).is_file():
            shutil.copy(EXAMPLE / file, to)
    return to


def changed(folder: Path, file: str, old: str, new: str) -> Path:
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new))
    return folder


def told(*folders: Path) -> str:
    with pytest.raises(BadInput) as found:
        consent.chosen(folders)
    return str(found.value)


FILES = [
    (HEAD, 'sentence = "', 'sentense = "', ["extension.toml:4 sentense", "nearest name: sentence", "has no sentence"]),
    (HEAD, 'after = "economy"', 'after = "econmy"', ["step of the month called 'econmy'", ":10 after", "economy"]),
    (HEAD, 'after = "economy"', 'after = "economy"\nbefore = "war"', ["after and before are both given"]),
    (HEAD, 'after = "economy"', "", ["nothing says where in the month it stands"]),
    (HEAD, 'name = "black_market"', 'name = "Black Market"', ["extension.toml:3", "small letters"]),
    (HEAD, 'name = "black_market"', 'name = "crust"', ["the month has a step called 'crust' already"]),
    (HEAD, 'changes = ["consumption"]', 'changes = ["consumtion"]', ["no quantity of the model", "consumption"]),
    (HEAD, '["III.4"]', '["XII.4"]', ["there is no passage called 'XII.4'"]),
    (HEAD, 'author = "your name"', 'author = "\\u001b[2J"', ["cannot be shown"]),
    ("quantities.toml", "[black_market]", "[menace]", ["a quantity called 'menace' already", "quantities.toml:3"]),
    ("quantities.toml", "start = 0.1\n", "", ["'black_market' has no start"]),
    ("quantities.toml", "start = 0.1\n", "start = 3\n", ["starts at 3, out of its bounds", "0.0 to 1.0"]),
    ("quantities.toml", 'axes = "world"', 'axes = "rival"', ["'black_market' is of rivals"]),
    ("quantities.toml", 'unit = "share"\n', "", ["'black_market' has no unit"]),
    ("parameters.toml", "[market_raids]", "[patience]", ["the model has a parameter called 'patience' already"]),
    ("parameters.toml", "[market_raids]", "[black_market]", ["'black_market' stands in quantities.toml too"]),
    ("parameters.toml", 'kind = "strength"', 'kind = "shape"', ["no number switches the mechanism off"]),
    ("parameters.toml", "value = 0.8", "value = 80", ["has value 80.0 outside 0.1 to 3.0", "parameters.toml:"]),
    ("parameters.toml", "value = 0.8", "value = 0.8 0.9", ["is not TOML", "parameters.toml:28"]),
    ("draws.toml", "[market_luck]", "[harvest]", ["the model has a draw called 'harvest' already"]),
    ("draws.toml", '"normal"', '"nomal"', ["law is 'nomal'", "nearest name: normal"]),
    (CODE, "def advance(s, p, draw, levers, here)", "def advance(s, p)", ["advance takes s, p", "mechanism.py:8"]),
    (CODE, "def advance(", "def advanced(", ["no function called advance"]),
    (CODE, "    want =", "    want = =", ["is not Python", "mechanism.py:20"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "said"), FILES, ids=[f"{f}: {n[:30]}" for f, _, n, _ in FILES]
)
def test_what_is_wrong_in_a_file_is_told(mine, file, old, new, said):
    found = told(changed(mine, file, old, new))
    assert all(one in found for one in said), found


RUN = [
    ("s.consumption / jnp", "s.consumtion / jnp", ["no quantity called 'consumtion'", "nearest name: consumption"]),
    ("p.market_growth", "p.market_grow", ["no parameter called 'market_grow'", "nearest name: market_growth"]),
    ("draw.market_luck", "draw.market_lack", ["no draw called 'market_lack'", "nearest name: market_luck"]),
    ("draw.market_luck", "draw.harvest", ["takes the draw 'harvest', which is another mechanism's luck"]),
    ("here.dt)\n    market = jnp.clip", "here.rivers)\n    market = jnp.clip", ["figure of the place called 'rivers'"]),
    ("    want =", "    raise ValueError('no idea')\n    want =", ["raises ValueError with made-up worlds: no idea"]),
    ("    want =", "    if s.menace > 0.5:\n        pass\n    want =", ["mechanism.py:20", "raises ValueError"]),
    (RETURN, '        "black_market": market[:3],\n', ["sets 'black_market' in shape (3,)"]),
    (RETURN, '        "black_market": jnp.log(market - 2.0),\n', ["sets 'black_market' to NaN"]),
    (RETURN, '        "black_market": "much",\n', ["sets 'black_market' in shape ()"]),
    (RETURN, RETURN + '        "blck_market": market,\n', ["no quantity called 'blck_market'", "black_market"]),
    (RETURN, RETURN + '        "menace": s.menace,\n', ["sets 'menace', which is not its own"]),
    (RETURN, "", ["never sets 'black_market', which is its own"]),
    (RETURN, RETURN + '        "events": {"crisis": s.menace},\n', ["counts the events crisis"]),
    ("p.black_market_relief * market", "0.2 * market", ["with black_market_relief at 0", "still moves 'consumption'"]),
    ("    return {", "    return 1\n    return {", ["advance returns int"]),
    ("    return {", "    return None\n    return {", ["advance returns nothing"]),
    (RETURN, '        "black_market": jnp.roll(market, 1),\n', ["'black_market' of one world follows from the worlds"]),
    (RETURN, '        "black_market": market - market.mean() + 0.5,\n', ["follows from the worlds beside it"]),
    (RETURN, '        "black_market": market.at[0].set(0.5),\n', ["follows from the worlds beside it"]),
    ("    want =", "    raise SystemExit(0)\n    want =", ["raises SystemExit with made-up worlds"]),
    ("import jax.numpy", "raise SystemExit('no')\nimport jax.numpy", ["raises SystemExit as its file is read: no"]),
    ("import jax.numpy", "import jacks\nimport jax.numpy", ["raises ModuleNotFoundError as its file is read"]),
    ("    want =", "    import numpy\n    want = numpy.random.rand() +", ["other values for the same"]),
    ("    want =", "    import numpy\n    want = numpy.asarray(s.menace) +", ["TracerArrayConversionError"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), RUN, ids=[new.strip()[:40] for _, new, _ in RUN])
def test_the_function_is_tried_before_anything_is_compiled(mine, old, new, said):
    found = told(changed(mine, CODE, old, new))
    assert all(one in found for one in said), found
    assert "mechanism.py" in found


def test_all_names_that_are_not_there_are_told_and_each_fault_once(mine):
    changed(mine, CODE, "s.consumption / jnp", "s.consumtion / jnp")
    changed(mine, CODE, "p.market_growth", "p.market_grow")
    changed(mine, CODE, "draw.market_luck", "draw.harvest")
    found = told(mine)
    said = (
        "no quantity called 'consumtion'",
        "no parameter called 'market_grow'",
        "takes the draw 'harvest'",
    )
    assert [found.count(one) for one in said] == [1, 1, 1], found


def test_another_mechanisms_luck_is_told_once(mine):
    assert told(changed(mine, CODE, "draw.market_luck", "draw.harvest")).count("takes the draw") == 1


def test_a_long_message_of_jax_ends_with_a_sentence(mine):
    wrong = "    want = 1.0 if bool(jnp.all(s.menace > 9.0)) else"
    found = told(changed(mine, CODE, "    want =", wrong + " 0.0 *"))
    assert "TracerBoolConversionError" in found
    assert "..." not in found


def test_all_faults_of_all_of_them_are_told_at_once(mine, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(mine, other)
    changed(mine, "quantities.toml", 'unit = "share"\n', "")
    changed(mine, HEAD, 'after = "economy"', "")
    changed(other, "parameters.toml", "value = 0.8", "value = 80")
    (other / "notes.toml").write_text("x = 1\n")
    found = told(mine, other)
    assert len(re.findall(r"^  \d+\. ", found, re.MULTILINE)) == 4
    assert str(mine / HEAD) in found
    assert str(other / "notes.toml") in found


@pytest.mark.parametrize("file", extension.NEEDED)
def test_a_missing_file_is_told(mine, file):
    (mine / file).unlink()
    assert file in told(mine)


def test_files_that_nothing_would_read_are_refused_and_notes_are_not(mine):
    (mine / "notes.txt").write_text("an idea")
    consent.chosen([mine])
    (mine / "helper.py").write_text("x = 1\n")
    assert "everything of a mechanism stands in mechanism.py" in told(mine)


def test_two_that_write_one_quantity_are_refused_with_both_names(mine, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(mine, other)
    for file in ("quantities.toml", "parameters.toml", "draws.toml", CODE):
        text = (other / file).read_text().replace("black_market", "ration").replace("market_", "ration_")
        (other / file).write_text(text)
    changed(other, HEAD, 'name = "black_market"', 'name = "ration"')
    found = told(mine, other)
    assert "the extensions 'black_market' and 'ration' both write the quantity 'consumption'" in found


def test_two_of_one_name_are_refused(mine, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(mine, other)
    changed(other, CODE, "market = fill", "market = fill ")
    assert "two extensions are called 'black_market'" in told(mine, other)


@pytest.mark.parametrize("command", ["check", "run"])
def test_bad_input_ends_with_2_and_nothing_is_written(mine, command, monkeypatch, tmp_path, capsys):
    changed(mine, CODE, RETURN, "")
    monkeypatch.chdir(tmp_path)
    words = ["check", "mine"] if command == "check" else ["run", "--with", "mine", "--out", "made", "--quiet"]
    assert main(words) == 2
    assert "mechanism.py" in capsys.readouterr().err
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("nowhere", "no extension called 'nowhere'"),
        (7, "an extension is 7"),
        ({"name": "x"}, "files is None"),
    ],
)
def test_what_is_no_extension(given, said):
    with pytest.raises(BadInput, match=said):
        Plan.build(extensions=[given])


def test_a_plan_cannot_name_a_folder(mine):
    with pytest.raises(BadInput, match="put the extension's files into the plan"):
        Plan.from_json(f'{{"extensions": ["{mine}"]}}')
