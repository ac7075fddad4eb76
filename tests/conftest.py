"""What every shelf of tests shares: the folder of helpers on the path, and the switch for long tests."""

from __future__ import annotations

import os

import pytest

from kennan.engine import devices


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="run the statistical work that takes long as well")


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: takes minutes; runs only with --long")
    # as every command sets it before JAX is imported, which the listing of tests does: the programs of commands, of the
    # desk and of the tests are then the same ones, compiled once
    os.environ.setdefault("XLA_FLAGS", " ".join(devices.FLAGS))

    from hypothesis import settings

    # the same examples every time: a red test is red for everyone, and never by bad luck
    settings.register_profile("kennan", derandomize=True, deadline=None, database=None)
    settings.load_profile("kennan")


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--long"):
        for item in items:
            if "slow" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="takes long; run with --long (make long)"))


@pytest.fixture(autouse=True)
def _wide_tables(monkeypatch):
    """Give tables the width that they have in a file, whatever terminal the tests are started from."""
    monkeypatch.setenv("COLUMNS", "120")
