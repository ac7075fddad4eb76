"""The layout of a file that a person writes, as a typed model, of which the page's types and editors' schemas are made.

A layout says what may stand where. What the registers allow (which levers there are, and from where to where) is
judged by the file's reader, in words and with the line; a field that holds such a name says of which register
(:class:`Of`), so that an editor can offer the names there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, TypeAdapter
from pydantic_core import CoreSchema

DRAFT = "http://json-schema.org/draft-07/schema#"  # what editors of TOML understand
REGISTER = "x-register"

Text = Annotated[str, Field(min_length=1)]
Names = list[Text]


class Layout(BaseModel):
    """One table of a file: nothing unknown, nothing converted, no infinite numbers."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class As:
    """Marks a field that a reader of ours judges: it is described by a layout, and taken as it comes."""

    def __init__(self, layout: Any):
        self.layout = layout

    def __get_pydantic_json_schema__(self, _: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe it by its layout."""
        return handler(TypeAdapter(self.layout).core_schema)


class Of:
    """Marks a text, or the keys of a table, as names of a register."""

    def __init__(self, register: str):
        self.register = register

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe it with the register's name."""
        return {**handler(core), REGISTER: self.register}


def maybe(words: str = "", alias: str | None = None) -> Any:
    """Return a field that may be left out; what stands in its place then, the reader knows."""
    left_out = lambda field: field.pop("default", None)  # noqa: E731
    return Field(default=None, alias=alias, description=words or None, json_schema_extra=left_out)


def schema(
    layout: type[Layout], registers: Mapping[str, Mapping[str, str]], title: str, page: str
) -> dict[str, Any]:
    """Return the JSON Schema of a file.

    Parameters
    ----------
    layout : the whole file.
    registers : the names of each register that fields are marked with, each with a sentence.
    title : what the file is called.
    page : the page of the manual that tells of it.
    """
    made: dict[str, Any] = _plain(layout.model_json_schema(), registers)
    return {"$schema": DRAFT, **made, "title": title, "description": f"See {page}."}


def _plain(data: Any, registers: Mapping[str, Mapping[str, str]]) -> Any:
    """Return a schema with the names of its registers, without the titles that are made up for every field."""
    if isinstance(data, list):
        return [_plain(one, registers) for one in data]
    if not isinstance(data, dict):
        return data
    left_out = ("title", REGISTER, "properties")
    made = {key: _plain(value, registers) for key, value in data.items() if key not in left_out}
    if "properties" in data:
        made["properties"] = {name: _plain(value, registers) for name, value in data["properties"].items()}
    if REGISTER in data:
        names = registers[data[REGISTER]]
        if data.get("type") == "object":
            each = made["additionalProperties"]
            named = {name: {**each, "description": said} for name, said in names.items()}
            made["properties"] = {**named, **made.get("properties", {})}
            made["additionalProperties"] = False
        else:
            made["enum"] = list(names)
    return made
