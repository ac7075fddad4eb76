"""How the server is."""

from __future__ import annotations

import time

import kennan
from kennan.engine.version import ENGINE_VERSION
from kennan.server.call import Call
from kennan.server.endpoint import endpoint
from kennan.server.schema import Status


@endpoint("/api/status", answer=Status, early=True)
def status(call: Call[None]) -> Status:
    """Say whether worlds can be simulated yet, and what is being done meanwhile."""
    worker = call.desk.worker
    return Status(
        ready=worker.ready.is_set() and worker.failed is None,
        doing=worker.doing,
        seconds=round(time.monotonic() - call.desk.begun, 2),
        version=kennan.__version__,
        engine=ENGINE_VERSION,
        lan=call.desk.settings.lan,
    )


ENDPOINTS = [status]
