"""Games that cannot be used: every fault at once, each with its place, what is allowed, and what to do."""

from __future__ import annotations

import pytest

import kennan.game
from kennan.faults import BadInput
from kennan.game import rules
from kennan.game.scene import scene

LAST = len(scene().codes) - 1
NEUTRAL = list(rules.side("open").neutral)


def record(**changes):
    return {"v": rules.VERSION, "side": "washington", "seed": 47, "world": 12, "choices": [], **changes}


def faults_of(data) -> list[str]:
    with pytest.raises(BadInput) as caught:
        kennan.game.resume(data)
    return [str(fault) for fault in caught.value.faults]


def test_everything_at_once():
    found = faults_of(
        record(
            side="washingtn", seed=-1, world=1000, length="long", colour="red", choices=[]
        )
    )  # fmt: skip
    assert len(found) == 5
    text = "\n".join(found)
    for part in ("nearest name: washington", "seed is -1", "0 to 999", "'long'", "'colour'"):
        assert part in text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "the game is null"),
        ([1], "the game is [1]"),
        (record(v=1), "another version of kennan"),
        (record(v="1"), "version 2"),
        (record(seed=None), "seed is null"),
        (record(seed=True), "seed is true"),
        (record(seed=1.0), "seed is 1.0"),
        (record(seed=10**30), "a whole number from 0 to 2147483647"),
        (record(opponent="containmnt", side="moscow"), "nearest name: containment"),
        (record(opponent="containment"), "no opponent called 'containment'"),
        (record(opponent=["model"]), "opponent is ['model']"),
        (record(choices={"a": 1}), "a list with a record a quarter"),
        (record(choices=[0] * 21), "there are 21 choices"),
        (record(choices=[0] * 61, length="full"), "at most 60"),
    ],
)
def test_a_bad_game_is_said(data, said):
    assert said in "\n".join(faults_of(data))


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (1, "0 (as before), or [settings, places, stands]"),
        (False, "the choice is false"),
        (0.0, "the choice is 0.0"),
        (None, "the choice is null"),
        ([NEUTRAL, []], "[settings, places, stands]"),
        ([NEUTRAL[:-1], [], []], "8 whole numbers: level, care, information"),
        ([[11, *NEUTRAL[1:]], [], []], "level is 11"),
        ([["5", *NEUTRAL[1:]], [], []], "level is '5'"),
        ([[9, *NEUTRAL[1:]], [], []], "the settings cost 17 of means"),
        ([NEUTRAL, [3], []], "pairs in one list"),
        ([NEUTRAL, [3, 0], []], "points is 0"),
        ([NEUTRAL, [LAST + 1, 1], []], f"a whole number from 0 to {LAST}"),
        ([NEUTRAL, [5, 1, 5, 1], []], "give each theatre once, in ascending order"),
        ([NEUTRAL, [5, 1, 4, 1], []], "ascending"),
        ([NEUTRAL, [3, 6, 5, 3], []], "the choice takes 9 points of attention"),
        ([NEUTRAL, [3, 6], [20, 3]], "the choice takes 9 points of attention"),
        ([NEUTRAL, [], [20, 4]], "step of stance is 4"),
        ([NEUTRAL, "abc", []], "the list is 'abc'"),
        ([NEUTRAL, [1] * 200, []], "pairs in one list"),
    ],
)
def test_a_bad_choice_is_said_with_its_place(choice, said):
    found = "\n".join(faults_of(record(choices=[0, choice])))
    assert said in found
    assert "game.choices[1]" in found


def test_faults_of_several_choices_come_together():
    found = faults_of(record(choices=[5, [[99] * 8, [], []], [NEUTRAL, [0, 9], [0, 9]]]))
    assert len(found) == 1 + 8 + 2


def test_nothing_can_be_decided_after_general_war():
    """A world in which shouting leads to war, and a choice after it."""
    loud = [[5, 6, 2, 4, 0, 1, 1, 0], [], []]
    war = None
    for world in range(40):
        play = kennan.game.resume(record(world=world, length="full", choices=[loud] + [0] * 59))
        try:
            play.view()
        except BadInput as error:
            war = error
            break
    assert war is not None, "no world in forty went to war under shouting"
    assert "general war had come by" in str(war)
    assert "leave out the choices after the first" in str(war)


def test_a_debrief_needs_a_quarter():
    with pytest.raises(BadInput, match="play a quarter first"):
        kennan.game.resume(record()).debrief()


def test_a_draft_that_is_not_allowed_is_said():
    with pytest.raises(BadInput, match=r"draft\[0\]"):
        kennan.game.resume(record()).advice(draft=[[9, *NEUTRAL[1:]], [], []])


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda play: play.undo(1), "quarters is 1"),
        (lambda play: play.undo(-1), "quarters is -1"),
        (lambda play: play.undo("all"), "quarters is 'all'"),
        (lambda play: play.play(skip=-1), "skip is -1"),
        (lambda play: play.play(skip=13), "a whole number from 0 to 12"),
        (lambda play: play.play(skip=1.5), "skip is 1.5"),
        (lambda play: play.play(0, watch={"GRE": 1}, tone=1), "watch, tone beside it"),
    ],
)
def test_no_quarter_outside_the_game_and_nothing_beside_a_whole_choice(ask, said):
    with pytest.raises(BadInput) as caught:
        ask(kennan.game.new("washington", seed=1, world=1))
    assert said in str(caught.value)
