"""Wrong names given to a picture or the report: said at once, all of them, with the nearest right one."""

import sys
from pathlib import Path

import pytest

from kennan import plots
from kennan.faults import BadInput
from kennan.records import summary
from kennan.report import html as report

sys.path.insert(0, str(Path(__file__).parents[1]))
import plots_fake


@pytest.fixture(scope="module")
def run():
    return plots_fake.run(8, years=5)


CASES = {
    "misspelt quantity": (lambda ds: plots.fan(ds, "orbitt"), ["'orbitt'", "nearest name: orbit"]),
    "misspelt policy": (lambda ds: plots.outcomes(ds, "contanment"), ["nearest name: containment"]),
    "policy of years": (
        lambda ds: plots.outcomes_over_time(ds, "x"),
        ["no policy in this run called 'x'", "charm"],
    ),
    "a world too far": (lambda ds: plots.fan(ds, "orbit", world=8), ["no world 8", "0 to 7"]),
    "several faults": (
        lambda ds: plots.fans(ds, ["orbitt", "mellow"], ["charme"], world=-1),
        ["4 faults", "nearest name: orbit", "nearest name: mellowing", "nearest name: charm", "no world -1"],
    ),
    "no quantity": (lambda ds: plots.fans(ds, []), ["no quantity is named", "orbit"]),
    "no policy": (lambda ds: plots.fan(ds, "orbit", []), ["no policy is named", "containment"]),
    "a yearly quantity": (lambda ds: plots.fan(ds, "theatre_in_orbit"), ["monthly quantity"]),
    "a year too far": (
        lambda ds: plots.orbit_tiles(ds, "charm", [1950, 2000]),
        ["no year 2000", "1947 to 1952"],
    ),
    "no year": (lambda ds: plots.orbit_tiles(ds, "charm", []), ["no year is named"]),
    "no theatres": (
        lambda ds: plots.orbit_tiles(ds.drop_vars("theatre_in_orbit"), "sharm"),
        ["no theatre_in_orbit", "nearest name: charm"],
    ),
    "nothing to shine": (
        lambda ds: plots.decay_and_brilliance(ds.drop_vars(["radiance", "popular_faith"])),
        ["2 faults", "'radiance'", "'popular_faith'", "--keep"],
    ),
    "several policies in one set of axes": (
        lambda ds: plots.fan(ds, "orbit", ax=object()),
        ["one set of axes shows one policy", "5 were asked for"],
    ),
    "unknown outcome and policies": (
        lambda ds: summary.paired_difference(ds, "break-up", "charme", "x"),
        ["3 faults", "nearest name: breakup", "nearest name: charm"],
    ),
    "more counted than there are": (lambda ds: summary.wilson(3, 2), ["3 of 2 worlds"]),
    "no worlds": (lambda ds: summary.wilson(0, 0), ["at least 1 world"]),
}


@pytest.mark.parametrize("name", CASES)
def test_the_message_says_what_is_wrong_and_what_would_do(run, name):
    act, expected = CASES[name]
    with pytest.raises(BadInput) as error:
        act(run)
    for words in expected:
        assert words in str(error.value)


def test_a_report_cannot_be_a_folder(run, tmp_path):
    with pytest.raises(BadInput, match="is a folder"):
        report.write(run, tmp_path)
    with pytest.raises(BadInput, match="no such folder"):
        report.write(run, tmp_path / "none" / "report.html")
