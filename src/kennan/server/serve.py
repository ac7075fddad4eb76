"""``kennan serve``: finds its port, says what it does meanwhile, opens the browser, and stops at Ctrl-C."""

from __future__ import annotations

import contextlib
import ipaddress
import signal
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kennan.faults import BadInput, Fault
from kennan.server import lesson, memory
from kennan.server.door import ALL
from kennan.server.settings import LOOPBACK, PORT, Settings

if TYPE_CHECKING:
    from kennan.scenarios import Chosen

EVERYWHERE = ("0.0.0.0", "::")
OTHER_FILES = 200  # files that the desk opens besides connections
TRIED = 50  # ports above the wanted one that are looked at for a free one


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises
    ------
    BadInput : the port is taken, or the address is not one of this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        made = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise BadInput(Fault(f"{host} cannot be listened on ({error.strerror})", "--host")) from None
    if sys.platform != "win32":  # there it would let two servers share a port
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    try:
        made.bind((host, port))
    except PermissionError:
        made.close()
        raise BadInput(
            Fault(f"port {port} may not be used", "--port", f"1024 to 65535; usual is {PORT}")
        ) from None
    except OSError as error:
        made.close()
        if (free := _free(host, port)) is None:
            raise BadInput(Fault(f"{host} cannot be listened on ({error.strerror})", "--host")) from None
        what = f"port {port} is taken: another desk may be open already"
        do = f"use that one (http://localhost:{port}), or: kennan serve --port {free}"
        raise BadInput(Fault(what, "--port", nearest=str(free), do=do)) from None
    made.listen(128)
    return made


def _free(host: str, port: int) -> int | None:
    """Return the next free port, or None where the address itself cannot be used."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for other in range(port + 1, min(port + TRIED, 65536)):
        with socket.socket(family, socket.SOCK_STREAM) as tried:
            try:
                tried.bind((host, other))
            except OSError:
                continue
            return other
    return None


def addresses() -> list[str]:
    """Return this machine's addresses in its local network; nothing is sent to find them."""
    found = set()
    for family, far in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((far, 9))  # a datagram socket: chooses a way out, and sends nothing
                found.add(probe.getsockname()[0])
        except OSError:
            continue
    return sorted(one for one in found if one not in (*LOOPBACK, "0.0.0.0", "::"))


def reachable(host: str) -> tuple[str, ...]:
    """Return the names and addresses at which others in the room reach what listens on an address."""
    if _this_machine_only(host):
        return ()
    if host not in EVERYWHERE:
        return (_bracketed(host),)
    # an address of the other family is not listened on
    return tuple(_bracketed(one) for one in addresses() if (":" in one) == (":" in host))


def _this_machine_only(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _why_nobody(host: str) -> str:
    if _this_machine_only(host):
        return f"--host {host} listens on this machine alone"
    return "this machine has no address in a network"


def places() -> int:
    """Return how many connections may be open at once: the system gives a program so many files and no more."""
    try:
        import resource
    except ImportError:  # Windows, which has no such limit
        return ALL
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * ALL
    if soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            most = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(64, min(ALL, soft - OTHER_FILES))


def serve(
    host: str | None = None,
    port: int = PORT,
    *,
    lan: bool = False,
    browser: bool = True,
    folder: Path | None = None,
    scenario: Chosen | None = None,
    say: Callable[[str], None] = print,
) -> None:
    """Serve the desk until Ctrl-C.

    Parameters
    ----------
    host : address to listen on; loopback when left out, every address with ``lan``.
    port : port to listen on.
    lan : let other machines of the local network in.
    browser : open the page in the browser.
    folder : where games of a class are kept.
    scenario : the world that is shown; None for the article's.
    say : told in words what is being done.

    Raises
    ------
    BadInput : the address or the port cannot be used.
    """
    begun = time.monotonic()
    memory.prepare()
    if host is not None and not host.strip():
        raise BadInput(Fault("no address is given", "--host", do="leave --host out, or name an address"))
    host = host or ("0.0.0.0" if lan else LOOPBACK[0])
    if not _this_machine_only(host) and not lan:
        raise BadInput(Fault(f"{host} can be reached from other machines", "--host", do="say --lan as well"))
    sockets = [listen("127.0.0.1" if host == "localhost" else host, port)]
    port = sockets[0].getsockname()[1]  # what was given may be 0: any free one
    if host in (LOOPBACK[0], "localhost", "0.0.0.0"):  # some systems mean ::1 by localhost
        with contextlib.suppress(BadInput, OSError):
            sockets.append(listen(LOOPBACK[1], port))
    hosts = reachable(host) if lan else ()
    name = "localhost" if host in (*LOOPBACK, *EVERYWHERE, "localhost") else _bracketed(host)
    url = f"http://{name}:{port}/"
    say(f"The desk is open at {url}  (Ctrl-C closes it)")
    for other in hosts:
        say(f"  in this room: http://{other}:{port}/")
    if lan and not hosts:
        say(f"  nobody else in the room can open it: {_why_nobody(host)}")

    from kennan.server.app import create_app
    from kennan.server.door import Door
    from kennan.server.listening import server_of

    app = create_app(
        Settings(port=port, lan=lan, name=name, hosts=hosts, folder=folder, scenario=scenario),
        say=lambda words: say(f"  {words} ..."),
    )
    if lan:
        url = lesson.begin(app.app.state.desk.classroom, url, say)
    server = server_of(app, app.app.state.desk, door=Door(all_=places()))
    worker = app.app.state.desk.worker

    def when_ready() -> None:
        worker.ready.wait()
        if worker.failed:
            say(f"  {worker.doing}")
        else:
            say(f"  ready after {time.monotonic() - begun:.1f} s")

    threading.Thread(target=when_ready, daemon=True).start()
    if browser:
        threading.Thread(target=_open, args=(server, url), daemon=True).start()
    if threading.current_thread() is threading.main_thread():
        # uvicorn ends its work at the signal and then raises it again: that must not end us before we have cleared up
        signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        server.run(sockets=sockets)
    except KeyboardInterrupt:
        pass
    finally:
        for one in sockets:
            one.close()


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def _open(server: object, url: str) -> None:
    while not getattr(server, "started", False):
        time.sleep(0.02)
    webbrowser.open(url)
