"""What was asked, checked against the model of the endpoint; what is wrong with it in our words."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from kennan.faults import BadInput, Fault, Faults, unknown
from kennan.server.call import Refused


async def asked(model: type[BaseModel] | None, request: Request) -> Any:
    """Return the body as the model, or None where none is asked for.

    Raises
    ------
    BadInput : it is not what the model describes; all faults at once.
    """
    if model is None:
        return None
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refused(
            415, Fault(f"the request is {kind or 'of no kind'}", "content-type", "application/json")
        )
    try:
        return model.model_validate_json(await request.body())
    except ValidationError as error:
        raise BadInput(complaints(model, error)) from None
    except RecursionError:
        raise BadInput(Fault("the request is nested too deeply")) from None


def complaints(model: type[BaseModel], error: ValidationError) -> list[Fault]:
    """Return what pydantic found, in our words; at most twenty."""
    found = Faults()
    for one in error.errors(include_url=False, include_context=False)[:20]:
        where = ".".join(str(part) for part in one["loc"])
        if one["type"] == "extra_forbidden":
            here = _fields(model, one["loc"][:-1])
            found.found.append(unknown("field", str(one["loc"][-1])[:80], here, where[:200]))
        elif one["type"] == "json_invalid":
            found.add(f"the request is not JSON ({one['msg'].partition(': ')[2] or one['msg']})"[:300])
        else:
            given = json.dumps(one.get("input"), ensure_ascii=False, default=str)
            given = "" if one["type"] == "missing" else f" (it is {given[:80]})"
            found.add(f"{one['msg'][:300]}{given}", where=where[:200])
    return found.found


def _fields(model: Any, place: tuple[Any, ...]) -> list[str]:
    """Return the fields of the model that stands at a place within another, as far as it can be followed."""
    for part in place:
        fields = getattr(model, "model_fields", {})
        if part in fields:
            kinds = [fields[part].annotation, *getattr(fields[part].annotation, "__args__", ())]
            model = next((kind for kind in kinds if hasattr(kind, "model_fields")), None)
    return list(getattr(model, "model_fields", {}))
