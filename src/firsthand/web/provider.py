"""Signing in by a provider of identities: out to it and back. What must come back is sealed in a cookie meanwhile."""

import hmac
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter, SkipValidation
from litestar.response import Redirect

from firsthand import app
from firsthand.model.errors import InputError
from firsthand.web.asked import Asked, cookies, local
from firsthand.web.login import agent, let_in

Store = NamedDependency[SkipValidation[app.Store]]
Text = Annotated[str, QueryParameter(max_length=4000)]
State = Annotated[str, QueryParameter(name="state", max_length=4000)]

_DOOR = {"public": True, "door": True}
_PRIVATE = {"cache-control": "no-store"}
_BACK = "/login/provider/back"


@get("/login/provider", opt=_DOOR, sync_to_thread=True)
def go(store: Store, request: Asked, next: Text = "") -> Redirect:
    """Send the browser to the provider; whoever is signed in already connects the account that they have."""
    begun = app.begin_with_provider(store, _back(request))
    who = request.state.get("who")
    facts = {
        "state": begun.state,
        "nonce": begun.nonce,
        "verifier": begun.verifier,
        "next": local(next),
        "account": who.id if who else "",
    }
    return Redirect(begun.address, status_code=303, cookies=[cookies(request).seal(facts)], headers=_PRIVATE)


@get(_BACK, opt=_DOOR, sync_to_thread=True)
def come_back(store: Store, request: Asked, code: Text = "", returned: State = "", error: Text = "") -> Redirect:
    """Take what the provider sent the browser back with, and let its owner in."""
    ours = cookies(request)
    facts = ours.unseal(request.cookies.get(ours.sealed))
    if facts is None or not hmac.compare_digest(returned.encode(), facts["state"].encode()):
        raise InputError("provider", "This sign-in did not begin in this browser, or too long ago.", "Begin again.")
    if error or not code:
        raise InputError("provider", "The provider did not let you in.", "Begin again, or sign in by your password.")
    found = app.identify(store, code, _back(request), facts["nonce"], facts["verifier"])
    who = request.state.get("who")
    if facts["account"]:
        if who is None or who.id != facts["account"]:
            raise InputError("provider", "Somebody else is signed in meanwhile.", "Begin again.")
        app.connect(store, who.id, found)
        return Redirect("/account?did=linked", status_code=303, cookies=[ours.gone(ours.sealed)], headers=_PRIVATE)
    entered = app.enter_identified(store, found, agent(request))
    return let_in(store, request, entered, facts["next"], ours.gone(ours.sealed))


def _back(request: Asked) -> str:
    """Return the address that the provider sends the browser back to; the gate has looked at the name in it."""
    return f"{request.state.site}{_BACK}"


PROVIDER = [go, come_back]
