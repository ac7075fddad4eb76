"""The description of everything that can be asked, made from the models; the page takes its types from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pydantic.json_schema import models_json_schema

import kennan
from kennan.server.endpoint import Endpoint
from kennan.server.schema import FaultsSaid

REFUSALS = {
    "400": "it cannot be used as it is: every fault is named",
    "403": "it comes from another page or place, or lacks the key it needs",
    "404": "there is nothing of that name",
    "408": "it did not come in full in time",
    "409": "a newer request took the place of this one, or it comes too late",
    "413": "it is too large",
    "415": "it is not JSON",
    "429": "too many in too short a time; Retry-After says when",
    "503": "it cannot be done now; Retry-After says when",
}


def document(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    """Return the OpenAPI document of these endpoints."""
    wanted: list[tuple[Any, Any]] = [(FaultsSaid, "serialization")]
    for one in endpoints:
        wanted += [(one.answer, "serialization")] + ([(one.request, "validation")] if one.request else [])
    wanted = list(dict.fromkeys(wanted))
    names, schemas = models_json_schema(wanted, ref_template="#/components/schemas/{model}")
    refused = {
        status: {
            "description": words,
            "content": {"application/json": {"schema": names[FaultsSaid, "serialization"]}},
        }
        for status, words in REFUSALS.items()
    }
    paths: dict[str, Any] = {}
    for one in endpoints:
        kind = "application/x-ndjson" if one.stream else "application/json"
        said: dict[str, Any] = {
            "summary": one.words,
            "operationId": re.sub(r"[^a-z0-9]+", "_", one.path.lower()).strip("_"),
            "responses": {
                "200": {
                    "description": "done",
                    "content": {kind: {"schema": names[one.answer, "serialization"]}},
                },
                **refused,
            },
        }
        parts = re.findall(r"{(\w+)", one.path)
        if parts:
            said["parameters"] = [
                {"name": part, "in": "path", "required": True, "schema": {"type": "string"}} for part in parts
            ]
        if one.request:
            body = {"application/json": {"schema": names[one.request, "validation"]}}
            said["requestBody"] = {"required": True, "content": body}
        paths.setdefault(re.sub(r"{(\w+):\w+}", r"{\1}", one.path), {})[one.method.lower()] = said
    return {
        "openapi": "3.1.0",
        "info": {"title": "kennan's desk", "version": kennan.__version__},
        "paths": paths,
        "components": {"schemas": schemas.get("$defs", {})},
    }
