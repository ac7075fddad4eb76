"""The parts of the desk put together: what can be asked, the page, and the guard before both."""

from __future__ import annotations

import importlib
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Match, Route

from kennan.faults import Fault
from kennan.server import description
from kennan.server.answering import faults
from kennan.server.call import Refused
from kennan.server.desk import Desk
from kennan.server.endpoint import Endpoint
from kennan.server.guard import Guard
from kennan.server.settings import Settings
from kennan.server.static import Page

#: Each is a module ``routes_*`` with its ENDPOINTS.
FEATURES = ("status", "words", "explore", "read", "game", "room")
BROUGHT = (
    "explore",
    "read",
)  # those that show the mechanisms of ``kennan serve --with``; a game has its own rules


def endpoints() -> list[Endpoint]:
    """Return everything that can be asked."""
    found: list[Endpoint] = []
    for name in FEATURES:
        these = importlib.import_module(f"kennan.server.routes_{name}").ENDPOINTS
        found += [replace(one, brought=name in BROUGHT) for one in these]
    return found


def document() -> dict[str, object]:
    """Return the OpenAPI document of the desk."""
    return description.document(endpoints())


def create_app(
    settings: Settings | None = None, *, warm: bool = True, say: Callable[[str], None] | None = None
) -> Guard:
    """Return the desk as an ASGI application.

    Parameters
    ----------
    settings : where it listens, and to whom.
    warm : load the model when the application starts; without it nothing can be simulated.
    say : told in words what is being done while it gets ready.
    """
    settings = settings or Settings()
    desk = Desk(settings)
    page = Page(settings.page)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        if warm:
            threading.Thread(target=desk.worker.start, args=(say,), name="kennan-warm", daemon=True).start()
        yield
        desk.worker.stop()

    async def described(_: Request) -> Response:
        return JSONResponse(document())

    asked = [one.route(desk) for one in endpoints()]

    async def no_such(request: Request) -> Response:
        path = request.url.path[:200]
        there = [one for one in asked if one.matches(request.scope)[0] is not Match.NONE]
        if there:
            allowed = ", ".join(sorted({method for one in there for method in one.methods or ()}))
            return faults(Refused(405, Fault(f"{request.method} is not answered here", path, allowed)))
        return faults(
            Refused(
                404,
                Fault("there is nothing to be asked here", path, do="/api/openapi.json lists what there is"),
            )
        )

    async def no_such_way(request: Request, _: Exception) -> Response:
        return faults(
            Refused(405, Fault(f"{request.method} is not answered here", request.url.path[:200], "GET, HEAD"))
        )

    routes = [
        *asked,
        Route("/api/openapi.json", described, methods=["GET"]),
        Route("/api/{path:path}", no_such, methods=["GET", "POST"]),
        Route("/{path:path}", page.answer, methods=["GET"]),
    ]
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers={405: no_such_way})
    app.state.desk = desk
    return Guard(app, settings, desk.classroom.seats.named)
