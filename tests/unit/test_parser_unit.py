"""Words of a command line: one value an option, faults as JSON, completion, variables of the environment."""

from __future__ import annotations

import json

import pytest

from kennan.cli import completion, environment, options, parser
from kennan.cli import main as cli
from kennan.cli.commands import list as listing


def leaves(one):
    below = parser.choices(one)
    return [leaf for inner in below.values() for leaf in leaves(inner)] if below else [one]


ONE_VALUE = [
    (leaf.prog, action.option_strings[0])
    for leaf in leaves(options.parser())
    for action in leaf._actions
    if isinstance(action, parser.Once) and action.option_strings and action.nargs is None
]


def test_the_list_of_options_is_whole():
    assert {"kennan run", "kennan runs export", "kennan serve", "kennan record show"} <= {
        p for p, _ in ONE_VALUE
    }
    assert len(ONE_VALUE) > 90


@pytest.mark.parametrize("prog", sorted({prog for prog, _ in ONE_VALUE}))
def test_an_option_of_one_value_is_refused_twice(prog, capsys):
    """Every such option of a command at once; nothing is dropped, nothing is done."""
    given = [flag for p, flag in ONE_VALUE if p == prog]
    words = prog.split()[1:]
    leaf = parser.subparser(options.parser(), words)
    places = ["x" for a in leaf._actions if not a.option_strings and a.nargs in (None, "+")]
    typed = [word for flag in given for word in (flag, "1", flag, "2")]
    needed = [
        w
        for a in leaf._actions
        if a.required and a.option_strings and a.nargs == 2
        for w in (a.option_strings[0], "a", "b")
    ]
    assert cli.main([*words, *places, *typed, *needed]) == 2
    told = capsys.readouterr().err
    for flag in given:
        assert f"{flag} is given twice" in told


def test_a_policy_given_twice_may_stand_beside(capsys):
    assert cli.main(["run", "--policy", "containment", "--policy", "charm"]) == 2
    told = capsys.readouterr().err
    assert told == (
        "kennan: --policy is given twice.\n    to do: keep one, or --vs charm for a policy beside it\n"
    )
    assert (
        cli.main(["run", "--resume", "a", "--resume", "b", "--default-run", "--no-default-run", "--wolds=3"])
        == 2
    )
    told = capsys.readouterr().err
    for word in ("3 faults", "--resume is given twice", "contradict each other", "nearest name: --worlds"):
        assert word in told


# ---- faults as JSON


@pytest.mark.parametrize(
    ("words", "what", "nearest"),
    [
        (["run", "--policy", "contanment"], "there is no policy called 'contanment'", "containment"),
        (["run", "--wolds", "5"], "there is no option --wolds", "--worlds"),
        (["run", "--worlds"], "expected one argument", ""),
        (["rnu"], "there is no command called 'rnu'", "run"),
        (["list", "quantites"], "there is no register called 'quantites'", "quantities"),
        (["trace", "r"], "the following arguments are required: --world, --month", ""),
    ],
)
def test_a_fault_under_json_is_one_line_of_json(words, what, nearest, capsys):
    assert cli.main([*words[:1], "--json", *words[1:]]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    found = json.loads(told.err)
    assert found["exit"] == 2
    assert set(found["faults"][0]) == {"what", "where", "allowed", "nearest", "do"}
    assert found["faults"][0]["what"] == what
    assert found["faults"][0]["nearest"] == nearest


def test_all_faults_stand_in_one_object(capsys):
    assert cli.main(["run", "--json", "--worlds", "0", "--seed", "-1", "--off", "patiense"]) == 2
    found = json.loads(capsys.readouterr().err)
    assert {fault["where"] for fault in found["faults"]} == {"--worlds", "--seed", "--off"}


@pytest.mark.parametrize(
    ("error", "code", "what", "do"),
    [
        (KeyboardInterrupt("go on with --resume"), 130, "stopped", "go on with --resume"),
        (ZeroDivisionError("by\nnought"), 70, "ZeroDivisionError: by nought", cli.OURS),
    ],
)
def test_every_ending_under_json_is_json(error, code, what, do, monkeypatch, capsys):
    def broken(_):
        raise error

    monkeypatch.delenv("KENNAN_TRACEBACK", raising=False)
    monkeypatch.setattr(listing, "run", broken)
    assert cli.main(["list", "terms", "--json"]) == code
    found = json.loads(capsys.readouterr().err)
    assert found == {
        "exit": code,
        "faults": [{"what": what, "where": "", "allowed": "", "nearest": "", "do": do}],
    }


# ---- variables


@pytest.mark.parametrize("value", ["abc", "0", "-1", "1.5", "²", "１", "1e3", "0x2"])
def test_threads_are_a_whole_number(value, monkeypatch, capsys):
    monkeypatch.setenv("KENNAN_THREADS", value)
    assert cli.main(["list", "terms"]) == 2
    told = capsys.readouterr().err
    assert "KENNAN_THREADS" in told
    assert "a whole number from 1" in told


@pytest.mark.parametrize("value", ["", "1", " 2 ", "64"])
def test_threads_that_can_be_had(value, monkeypatch, capsys):
    monkeypatch.setenv("KENNAN_THREADS", value)
    assert cli.main(["list", "outcomes"]) == 0


def test_a_misspelt_variable_is_said():
    (fault,) = environment.faults(
        {"KENNAN_THREAD": "2", "KENNAN_CACHE": "x", "KENNAN_OF_MINE": "x", "PATH": ""}
    )
    assert (fault.where, fault.nearest) == ("KENNAN_THREAD", "KENNAN_THREADS")


# ---- completion and version


@pytest.mark.parametrize("shell", completion.SHELLS)
def test_a_shell_is_told_how_to_ask(shell, capsys):
    assert cli.main(["completion", shell]) == 0
    told = capsys.readouterr().out
    assert "kennan" in told
    assert "_ARGCOMPLETE" in told


def test_an_unknown_shell(capsys):
    assert cli.main(["completion", "bsh"]) == 2
    assert "nearest name: bash" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "among"),
    [
        ("kennan ru", {"run", "runs"}),
        ("kennan run --pol", {"--policy"}),
        ("kennan run --policy contain", {"containment"}),
        ("kennan run --vs charm,con", {"charm,containment"}),
        ("kennan run --policy charm --off patien", {"patience"}),
        ("kennan list mech", {"mechanisms"}),
        ("kennan list outcomes break", {"breakup"}),
        ("kennan runs ver", {"verify"}),
    ],
)
def test_what_could_be_typed_next(line, among, monkeypatch):
    import argcomplete

    from kennan.cli.parser import Once

    argcomplete.safe_actions.add(Once)
    top = options.parser()
    completion._teach(top)
    finder = argcomplete.CompletionFinder(top, always_complete_options="long")
    words = line.split()
    found = finder._get_completions(words[:-1], words[-1], "", None)
    assert among <= {word.strip() for word in found}


@pytest.mark.parametrize("flag", ["-V", "--version"])
def test_the_version_has_two_names(flag, capsys):
    with pytest.raises(SystemExit) as done:
        cli.main([flag])
    assert done.value.code == 0
    assert capsys.readouterr().out.startswith("kennan ")
