"""The parts of the desk put together: what can be asked, the page, and the guard before both."""

from __future__ import annotations

import importlib
import importlib.util
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kennan.desk.server import openapi
from kennan.desk.server.desk import Desk
from kennan.desk.server.endpoint import Endpoint, Refused, faults
from kennan.desk.server.guard import Guard
from kennan.desk.server.settings import Settings
from kennan.desk.server.static import Page
from kennan.faults import Fault

FEATURES = ("status", "words", "explore", "read", "game", "room")  # one module routes_* each, with its ENDPOINTS


def endpoints() -> list[Endpoint]:
    """Return everything that can be asked."""
    found: list[Endpoint] = []
    for name in FEATURES:
        if importlib.util.find_spec(f"kennan.desk.server.routes_{name}"):
            found += importlib.import_module(f"kennan.desk.server.routes_{name}").ENDPOINTS
    return found


def document() -> dict[str, object]:
    """Return the OpenAPI document of the desk."""
    return openapi.document(endpoints())


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

    async def no_such(request: Request) -> Response:
        path = request.url.path[:200]
        return faults(
            Refused(404, Fault("there is nothing to be asked here", path, do="/api/openapi.json lists it"))
        )

    async def no_such_way(request: Request, _: Exception) -> Response:
        what = f"{request.method} is not answered here"
        return faults(
            Refused(405, Fault(what, request.url.path[:200], "POST" if request.method == "GET" else "GET"))
        )

    routes = [
        *(one.route(desk) for one in endpoints()),
        Route("/api/openapi.json", described, methods=["GET"]),
        Route("/api/{path:path}", no_such, methods=["GET", "POST"]),
        Route("/{path:path}", page.answer, methods=["GET"]),
    ]
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers={405: no_such_way})
    app.state.desk = desk
    return Guard(app, settings)
