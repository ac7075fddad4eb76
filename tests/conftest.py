"""What every shelf of tests shares: the folder of helpers on the path, and the switch for long tests."""

from __future__ import annotations

import os

import pytest

from kennan.engine import devices

#: Files that take longest, longest first: whoever shares the work takes the next file when it is done with one, and
#: none should begin with a long one when the others are about to end. Those after the first need no compiled program:
#: nobody then compiles what the first is compiling.
FIRST = (
    "test_docs.py",
    "test_docs_build.py",
    "test_rivals_unit.py",
    "test_records_bad_input.py",
    "test_rooms_unit.py",
    "test_play.py",
    "test_ledger_contract.py",
    "test_explore.py",
    "test_identity.py",
    "test_readme_asked.py",
    "test_explore_views.py",
    "test_shell_browser.py",
    "test_killed_browser.py",
    "test_room.py",
    "test_explore_remembers.py",
    "test_extension_unit.py",
    "test_folders_bad_input.py",
    "test_signs.py",
    "test_bounds.py",
    "test_play_desk.py",
    "test_game_debrief_contract.py",
    "test_game_contract.py",
    "test_read_browser.py",
    "test_extension_reported.py",
    "test_extension_replaces.py",
    "test_registers.py",
    "test_world_unit.py",
    "test_calibrate_contract.py",
    "test_fork_contract.py",
    "test_server_contract.py",
    "test_python_unit.py",
    "test_trace_contract.py",
    "test_extremes.py",
    "test_chance.py",
    "test_records_trusted.py",
    "test_reading_contract.py",
    "test_experiments_unit.py",
    "test_forecasts_contract.py",
    "test_predicates.py",
    "test_cli_unit.py",
    "test_cli_run_unit.py",
    "test_report_browser.py",
    "test_safety_content.py",
    "test_records_killed.py",
)


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="run the statistical work that takes long as well")


def pytest_configure(config):
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = (
            False  # else files of many tests come first, and most of these are short
        )
    config.addinivalue_line("markers", "as_it_opens: the exploring page with all its years, not with twenty")
    config.addinivalue_line("markers", "slow: takes minutes; runs only with --long")
    # as every command sets it before JAX is imported, which the listing of tests does: the programs of commands, of the
    # desk and of the tests are then the same ones, compiled once
    os.environ.setdefault("XLA_FLAGS", " ".join(devices.FLAGS))

    from hypothesis import settings

    # the same examples every time: a red test is red for everyone, and never by bad luck
    settings.register_profile("kennan", derandomize=True, deadline=None, database=None)
    settings.load_profile("kennan")


def pytest_collection_modifyitems(config, items):
    place = {name: number for number, name in enumerate(FIRST)}
    items.sort(key=lambda item: place.get(item.path.name, len(place)))
    if not config.getoption("--long"):
        for item in items:
            if "slow" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="takes long; run with --long (make long)"))


@pytest.fixture(autouse=True)
def _wide_tables(monkeypatch):
    """Give tables the width that they have in a file, whatever terminal the tests are started from."""
    monkeypatch.setenv("COLUMNS", "120")
