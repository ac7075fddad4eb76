"""What an installation may lack: optional libraries, and the built page."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest

from kennan import extras
from kennan.cli import main as cli
from kennan.engine.plan import Plan
from kennan.experiments import discover, sweep
from kennan.faults import BadInput
from kennan.page import built
from kennan.report import html as report

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _libraries(requirements):
    return {text.split(">")[0].split("<")[0].strip() for text in requirements}


def test_every_optional_library_is_in_the_extra_that_is_named_for_it():
    named = set(extras.EXTRAS.items())
    listed = {
        (library, extra)
        for extra, wanted in PROJECT["optional-dependencies"].items()
        if extra in set(extras.EXTRAS.values())
        for library in _libraries(wanted)
    }
    assert named == listed
    assert not set(extras.EXTRAS) & _libraries(PROJECT["dependencies"])


def test_all_is_every_extra_but_those_of_developers():
    (every,) = PROJECT["optional-dependencies"]["all"]
    assert every == f"kennan[{','.join(sorted(set(extras.EXTRAS.values())))}]"


@pytest.fixture
def gone(monkeypatch):
    """Make libraries look as if they were not installed."""

    def remove(*names):
        for module in [m for m in sys.modules if m.split(".")[0] in names]:
            monkeypatch.delitem(sys.modules, module)
        for name in names:
            monkeypatch.setitem(sys.modules, name, None)

    return remove


def test_a_missing_library_is_missed_politely(gone):
    gone("SALib", "ema_workbench", "netCDF4", "pyabc")
    with pytest.raises(BadInput, match=r'(?s)kennan sweep needs SALib, which is not.*pip install "SALib"'):
        sweep.sweep(Plan.build(), outcomes=["breakup"])
    with pytest.raises(BadInput, match=r'(?s)needs ema_workbench.*pip install "kennan\[experiments\]"'):
        discover.discover(Plan.build(), ["breakup"])
    with pytest.raises(BadInput, match=r'(?s)needs pyabc.*pip install "kennan\[calibrate\]"'):
        extras.need("pyabc", "kennan calibrate")


def test_all_that_is_missing_is_named_at_once_and_each_extra_once(gone):
    gone("uvicorn", "starlette", "netCDF4")
    with pytest.raises(BadInput) as caught:
        extras.demand(["json", "starlette", "netCDF4", "uvicorn"], "this")
    (fault,) = caught.value.faults
    assert fault.what == "this needs starlette, netCDF4, uvicorn, which are not installed"
    assert fault.do == 'pip install "kennan[serve,export]"'


def test_a_library_that_lacks_a_library_of_its_own_is_no_fault_of_ours(gone, tmp_path, monkeypatch):
    (tmp_path / "broken_one.py").write_text("import no_such_library_at_all\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(
        BadInput, match=r"broken_one \(No module named 'no_such_library_at_all'\), which is installed"
    ):
        extras.need("broken_one", "this")


def test_serve_says_all_that_is_missing(gone, monkeypatch, tmp_path, capsys):
    gone("uvicorn", "sqlalchemy")
    monkeypatch.setattr(built, "PAGE", tmp_path)
    monkeypatch.setattr(built.demand, "__defaults__", ("", tmp_path))
    (tmp_path / built.WHY).write_text("npm could not be reached\n", encoding="utf-8")
    assert cli.main(["serve", "--port", "x"]) == 2
    said = capsys.readouterr().err
    assert "sqlalchemy, uvicorn, which are not installed" in said
    assert 'pip install "kennan[serve]"' in said
    assert "was not built when kennan was installed: npm could not be reached" in said
    assert "make page" in said
    assert "'x' is not a port" in said


SMALL = ["run", "--worlds", "2", "--years", "1", "--out", "r"]


@pytest.fixture
def without_page(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(report, "TEMPLATE", tmp_path / "page" / "report.html")
    return tmp_path


def test_a_report_that_was_asked_for_is_refused_before_anything_is_computed(without_page, capsys):
    assert cli.main([*SMALL, "--report", "here.html"]) == 2
    assert "was not built" in capsys.readouterr().err
    assert not list(without_page.iterdir())


def test_without_the_page_a_run_is_made_and_says_that_it_has_no_report(without_page, capsys):
    assert cli.main([*SMALL, "--json"]) == 0
    said = capsys.readouterr()
    assert '"report": null' in said.out
    assert "no report will be written" in said.err
    assert (without_page / "r" / "complete").is_file()
    assert cli.main(["fork", "r", "--at", "1947-06", "--policy", "charm", "--report", "--out", "f"]) == 2
    assert "was not built" in capsys.readouterr().err
    assert not (without_page / "f").exists()
