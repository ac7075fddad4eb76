"""The search for a browser to test in: with one, without one, with a package manager, and with nothing at all.

The commands that would install something are scripts in a folder that is the whole PATH; all else is real.
"""

from __future__ import annotations

import os
import sys

import install_chromium
import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")


@pytest.fixture
def bare(tmp_path, monkeypatch):
    """Give a function that puts commands on a machine that has none, and the list of those that were called."""
    path, log = tmp_path / "bin", tmp_path / "called"
    path.mkdir()
    log.touch()

    def command(name, script):
        file = path / name
        file.write_text(f'#!/bin/sh\necho "{name} $*" >> "{log}"\n{script}\n', encoding="utf-8")
        file.chmod(0o755)
        return str(file)

    monkeypatch.setenv("PATH", str(path))
    monkeypatch.delenv("KENNAN_CHROMIUM", raising=False)
    monkeypatch.setattr(install_chromium, "_playwrights_own", lambda: False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(sys, "executable", command("python", "echo no network >&2; exit 1"))
    return command, lambda: log.read_text("utf-8").splitlines()


# a package manager that knows no package before it has read the lists
APT = """case " $* " in
*" update "*) : > "$0.lists" ;;
*" install chromium "*) [ -e "$0.lists" ] || { echo "Unable to locate package" >&2; exit 100; }
  printf '#!/bin/sh\\n' > "${0%/*}/chromium"; /bin/chmod +x "${0%/*}/chromium" ;;
esac"""


def test_where_there_is_one_nothing_is_called(bare):
    command, called = bare
    command("google-chrome", "exit 1")
    assert install_chromium.main() == 0
    assert called() == []


def test_a_browser_that_is_named_is_taken_at_its_word(bare, monkeypatch):
    monkeypatch.setenv("KENNAN_CHROMIUM", "somewhere/else")
    assert install_chromium.main() == 0
    assert bare[1]() == []


def test_playwrights_own_will_do(bare, monkeypatch):
    command, called = bare
    command("apt-get", APT)
    monkeypatch.setattr(install_chromium, "_playwrights_own", lambda: True)
    assert install_chromium.main() == 0
    assert called() == []


def test_the_systems_package_is_installed_also_where_the_lists_of_packages_are_missing(bare):
    command, called = bare
    command("apt-get", APT)
    assert install_chromium.main() == 0
    options = "apt-get --quiet --yes -o Dpkg::Use-Pty=0"
    assert called() == [f"{options} install chromium", f"{options} update", f"{options} install chromium"]
    assert install_chromium.main() == 0
    assert len(called()) == 3, "it is there now"


def test_who_may_not_install_packages_gets_playwrights(bare, monkeypatch):
    command, called = bare
    command("apt-get", APT)
    command("python", "exit 0")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert install_chromium.main() == 0
    assert called() == ["python -m playwright install chromium"]


def test_where_nothing_helps_both_refusals_are_told(bare, capsys):
    command, called = bare
    command("apt-get", "echo no mirror >&2; exit 100")
    assert install_chromium.main() == 1
    said = capsys.readouterr().err
    assert "apt-get said: no mirror" in said
    assert "playwright install chromium said: no network" in said
    assert "KENNAN_CHROMIUM" in said
    assert called()[-1] == "python -m playwright install chromium"
