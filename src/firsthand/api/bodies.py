"""Bodies that are the thing itself, not JSON around it."""

from dataclasses import dataclass

from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIType


def raw(*kinds: str) -> type[Operation]:
    """Return the kind of operation whose body is text of one of these media types."""

    @dataclass
    class Raw(Operation):
        def __post_init__(self) -> None:
            content = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING))
            self.request_body = RequestBody(content=dict.fromkeys(kinds, content), required=True)

    return Raw
