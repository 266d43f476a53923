"""The API's reference page, made from its own OpenAPI schema on this machine: no script, nothing from anybody else."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from litestar import Request, get
from litestar.response import Template

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of a type's name; ``ref`` names the record it leads to."""

    text: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record or a parameter of an operation."""

    name: str
    type: list[Word]
    place: str = ""
    required: bool = True
    description: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation answers with under one status."""

    status: str
    type: list[Word]
    description: str


@dataclass(frozen=True, slots=True)
class OperationView:
    """One method on one path."""

    method: str
    path: str
    description: str
    parameters: list[Field]
    body: list[str]
    answers: list[Answer]


@dataclass(frozen=True, slots=True)
class Shape:
    """One record."""

    name: str
    description: str
    fields: list[Field]


@dataclass(frozen=True, slots=True)
class Reference:
    """The whole page."""

    title: str
    version: str
    summary: str
    operations: list[OperationView]
    shapes: list[Shape]


@get("/api", include_in_schema=False, sync_to_thread=True)
def reference_page(request: Request[Any, Any, Any]) -> Template:
    """Show the reference."""
    return Template("reference.html", context={"reference": reference(request.app.openapi_schema.to_schema())})


@get("/api/openapi.json", include_in_schema=False, sync_to_thread=True)
def openapi_json(request: Request[Any, Any, Any]) -> Schema:
    """Return the OpenAPI 3.1 schema."""
    return request.app.openapi_schema.to_schema()


def reference(schema: Schema) -> Reference:
    """Turn an OpenAPI schema into what the page shows."""
    info = schema["info"]
    operations = [
        _operation(method, path, operation)
        for path, item in schema["paths"].items()
        for method, operation in item.items()
        if isinstance(operation, dict)
    ]
    records = schema.get("components", {}).get("schemas", {})
    shapes = [_shape(name, records[name]) for name in sorted(records)]
    return Reference(info["title"], info["version"], info.get("description", ""), operations, shapes)


def _operation(method: str, path: str, operation: Schema) -> OperationView:
    parameters = [
        Field(p["name"], words(p["schema"]), p["in"], p.get("required", False), p.get("description", ""))
        for p in operation.get("parameters", [])
    ]
    answers = [
        Answer(status, _content(answer), answer.get("description", ""))
        for status, answer in operation.get("responses", {}).items()
    ]
    body = list(operation.get("requestBody", {}).get("content", {}))
    text = operation.get("description") or operation.get("summary", "")
    return OperationView(method.upper(), path, text, parameters, body, answers)


def _content(answer: Schema) -> list[Word]:
    return [word for media in answer.get("content", {}).values() for word in words(media["schema"])]


def _shape(name: str, schema: Schema) -> Shape:
    required = schema.get("required", [])
    fields = [Field(n, words(s), required=n in required) for n, s in schema.get("properties", {}).items()]
    return Shape(name, schema.get("description", ""), fields)


def words(schema: Schema) -> list[Word]:
    """Name a type: ``list of PlaceOut``, ``string or null``.

    >>> "".join(w.text for w in words({"type": "array", "items": {"$ref": "#/components/schemas/PlaceOut"}}))
    'list of PlaceOut'
    """
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        return [Word(name, name)]
    if "oneOf" in schema or "anyOf" in schema:
        return _joined(words(s) for s in schema.get("oneOf") or schema["anyOf"])
    kind = schema.get("type", "anything")
    if isinstance(kind, list):
        return _joined(words({**schema, "type": k}) for k in kind)
    return [Word("list of "), *words(schema.get("items", {}))] if kind == "array" else [Word(str(kind))]


def _joined(types: Iterable[list[Word]]) -> list[Word]:
    found: list[Word] = []
    for words_of_one in types:
        found += [Word(" or "), *words_of_one] if found else words_of_one
    return found
