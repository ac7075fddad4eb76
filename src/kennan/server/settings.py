"""Where the desk listens, and to whom it answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kennan.page import built

if TYPE_CHECKING:
    from kennan.scenarios import Chosen

PORT = 1947
LOOPBACK = ("127.0.0.1", "::1")


@dataclass(frozen=True)
class Settings:
    """How one desk is set up.

    Attributes
    ----------
    port : the port it listens on.
    lan : whether other machines in the room may ask.
    name : name or address by which this machine calls it.
    hosts : names and addresses by which others in the room reach it.
    page : the folder of the built page.
    folder : where games of a class are kept; None for the user's own folder.
    scenario : the world that is shown; None for the article's.
    """

    port: int = PORT
    lan: bool = False
    name: str = "localhost"
    hosts: tuple[str, ...] = ()
    page: Path = built.PAGE
    folder: Path | None = None
    scenario: Chosen | None = None

    @property
    def names(self) -> frozenset[str]:
        """Return what may stand in a request's Host, in small letters."""
        bare = {"localhost", "127.0.0.1", "[::1]", *(name.lower() for name in (self.name, *self.hosts))}
        with_port = {f"{name}:{self.port}" for name in bare}
        return frozenset(with_port | (bare if self.port == 80 else set()))
