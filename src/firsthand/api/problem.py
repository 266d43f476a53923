"""What a program is told when something went wrong: one shape for every status."""

from dataclasses import dataclass

from litestar import Response
from litestar.enums import MediaType
from litestar.openapi.datastructures import ResponseSpec


@dataclass(frozen=True, slots=True)
class ProblemBody:
    """A failure: the HTTP status, its cause in one line, and what to try next (may be empty)."""

    status: int
    cause: str
    next_try: str


def problem(status: int, cause: str, next_try: str) -> Response[ProblemBody]:
    """Return a failure as JSON."""
    return Response(ProblemBody(status, cause, next_try), status_code=status, media_type=MediaType.JSON)


def failures(*statuses: int) -> dict[int, ResponseSpec]:
    """Describe for OpenAPI the failures that a route can answer with."""
    words = {
        400: "A parameter does not read right.",
        401: "Nobody is signed in, or the password for programs is wrong.",
        403: "The account may not do this, or the X-CSRF-Token header is missing or wrong.",
        404: "Nobody knows this id.",
        413: "The body is too large.",
        422: "The text cannot be used; the cause says why.",
        503: "The store does not answer.",
    }
    return {s: ResponseSpec(ProblemBody, description=words[s], generate_examples=False) for s in statuses}
