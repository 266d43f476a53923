"""What every handler may ask of a request: who it is from, and the token its forms must carry."""

from litestar import Request
from litestar.datastructures import State

from firsthand.model.account import Who

Asked = Request[object, object, State]


def who(request: Asked) -> Who:
    """Return who is signed in; the gate has let nobody else through to a route that is not public."""
    found: Who = request.state.who
    return found
