"""The OpenAPI document as it is true: problems instead of FastAPI's own validation shape."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.interview.event_schemas import Event
from app.platform import problems
from app.platform.problems import MEDIA_TYPE, Problem
from app.routes.problem_table import documented

_FASTAPI_ONLY = ("HTTPValidationError", "ValidationError")
_WITH_BODY = ("post", "put", "patch", "delete")


def describe(app: FastAPI) -> dict[str, Any]:
    """Build the document once; FastAPI calls this as ``app.openapi``."""
    if app.openapi_schema is None:
        app.openapi_schema = _build(app)
    return app.openapi_schema


def _build(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    schemas = document["components"]["schemas"]
    for name in _FASTAPI_ONLY:
        schemas.pop(name, None)
    for model in (Problem, Event):
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(schema.pop("$defs", {}))
        schemas[model.__name__] = schema
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _document_problems(operation, method, path)
    return document


def _document_problems(operation: dict[str, Any], method: str, path: str) -> None:
    """What any call may answer, beside what its route says."""
    responses = operation["responses"]
    takes_input = "requestBody" in operation or "parameters" in operation
    if "422" in responses and MEDIA_TYPE not in responses["422"].get("content", {}):
        del responses["422"]  # FastAPI's HTTPValidationError
    if takes_input:
        _add(responses, problems.VALIDATION)
    if "requestBody" in operation:
        _add(responses, problems.MALFORMED_JSON)
        _add(responses, problems.TOO_LARGE)
    _add(responses, problems.HOST_NOT_ALLOWED)
    if method in _WITH_BODY:
        _add(responses, problems.ORIGIN_NOT_ALLOWED)
    operation["responses"] = dict(sorted(responses.items()))


def _add(responses: dict[str, Any], kind: problems.ProblemKind) -> None:
    fresh = documented([kind])
    present = responses.get(str(kind.status))
    if present is None:
        responses[str(kind.status)] = fresh
    elif kind.type not in present["description"]:
        present["description"] += "\n" + fresh["description"]
