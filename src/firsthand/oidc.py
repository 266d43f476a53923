"""Signing in by a provider of identities (OpenID Connect): the authorization code flow with PKCE, state and nonce.

    begin: discovery -> the address that the browser is sent to, and what must come back with it
    finish: code -> token endpoint -> id token -> signature, issuer, audience, time, nonce -> who it is

Somebody is known by issuer and subject, never by an e-mail address: providers let people type any they like. All that is
asked goes through the program's one door to the network, which is handed in. What the provider told of itself is
remembered for an hour; its keys are asked for again when a token names another.
"""

import hashlib
import json
import secrets
import time
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote_plus, urlencode, urlsplit

from firsthand.model.errors import InputError, SettingsError
from firsthand.settings import Oidc

#: Signatures by a key that only the provider has. None, and those by a shared secret, are not among them.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
#: How far the clocks of two machines may lie apart, in seconds.
_LEEWAY = 60
_REMEMBERED = 3600.0
#: How often a provider is asked for its keys again because a token names one that it did not tell.
_KEYS_AGAIN = 60.0


class Post(Protocol):
    """Post a body to an address: `firsthand.capture.http.send`."""

    def __call__(
        self, address: str, body: bytes, headers: Mapping[str, str], allow_hosts: Sequence[str] = ()
    ) -> bytes: ...


#: Read an address; the hosts may be private.
Get = Callable[[str, Sequence[str]], bytes]


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in that began: where the browser is sent, and what is kept of it until it comes back."""

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is to a provider. ``name`` is what to call them, as far as it says."""

    issuer: str
    subject: str
    name: str


class Provider:
    """The provider that the settings name. Threads may share it."""

    def __init__(self, chosen: Oidc, secret: str, get: Get, post: Post, allow_hosts: Sequence[str] = ()) -> None:
        self._chosen, self._secret = chosen, secret
        self._get, self._post = get, post
        self._allowed = (urlsplit(chosen.issuer).hostname or "", *allow_hosts)
        self._facts: tuple[float, dict[str, Any]] | None = None
        self._keys: tuple[float, dict[str, Any]] | None = None

    def begin(self, back_to: str) -> Begun:
        """Begin a sign-in that comes back to an address of ours. Raises InputError where the provider does not answer."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        question = {
            "response_type": "code",
            "client_id": self._chosen.client_id,
            "redirect_uri": back_to,
            "scope": "openid profile",
            "state": state,
            "nonce": nonce,
            "code_challenge": _unpadded(hashlib.sha256(verifier.encode()).digest()),
            "code_challenge_method": "S256",
        }
        at = self._endpoint("authorization_endpoint")
        return Begun(f"{at}{'&' if '?' in at else '?'}{urlencode(question)}", state, nonce, verifier)

    def finish(self, code: str, back_to: str, nonce: str, verifier: str) -> Identity:
        """Trade the code that came back for who it is. Raises InputError for whatever does not hold."""
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back_to, "code_verifier": verifier}
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        methods = self._provider().get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        if self._secret and "client_secret_basic" in methods:
            pair = f"{quote_plus(self._chosen.client_id)}:{quote_plus(self._secret)}"
            headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        else:
            form |= {"client_id": self._chosen.client_id, **({"client_secret": self._secret} if self._secret else {})}
        answer = self._post(self._endpoint("token_endpoint"), urlencode(form).encode(), headers, self._allowed)
        token = _read(answer).get("id_token")
        if not isinstance(token, str):
            raise _odd("it gave no id token")
        return self._identity(self._claims(token), nonce)

    def _identity(self, claims: Mapping[str, Any], nonce: str) -> Identity:
        issuer, client, audience = claims.get("iss"), self._chosen.client_id, claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        asked_by = claims.get("azp", client if len(audiences) == 1 else None)
        if not isinstance(issuer, str) or issuer != self._provider()["issuer"]:
            raise _odd("its token is from somebody else")
        if client not in audiences or asked_by != client:
            raise _odd("its token is for somebody else")
        if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
            raise _odd("its token belongs to another sign-in")
        now, subject = time.time(), claims.get("sub")
        if not _is_time(claims.get("exp")) or claims["exp"] + _LEEWAY < now:
            raise _odd("its token has expired")
        if any(_is_time(claims.get(name)) and claims[name] - _LEEWAY > now for name in ("nbf", "iat")):
            raise _odd("its token is of tomorrow; are both clocks right?")
        if not isinstance(subject, str) or not 0 < len(subject) <= 255:
            raise _odd("its token names nobody")
        called = next(
            (c for n in ("name", "preferred_username", "nickname") if isinstance(c := claims.get(n), str) and c), ""
        )
        return Identity(issuer, subject, called)

    def _claims(self, token: str) -> dict[str, Any]:
        """Return what a token says whose signature is the provider's."""
        try:
            from joserfc import jws
            from joserfc.errors import JoseError
            from joserfc.jwk import KeySet
        except ImportError as error:
            raise SettingsError("joserfc is not installed.", "Run: pip install 'firsthand[oidc]'") from error
        told = self._provider().get("id_token_signing_alg_values_supported") or ["RS256"]
        may = [name for name in ALGORITHMS if name in told]
        for again in (False, True):
            try:
                keys = KeySet.import_key_set(self._key_set(again))  # type: ignore[arg-type]
                signed = jws.deserialize_compact(token, keys, algorithms=may)
                return _read(signed.payload or b"")
            except (JoseError, ValueError, TypeError, KeyError) as error:
                fault = error
        raise _odd("its token is not signed by a key of its own") from fault

    # What the provider tells of itself. -----------------------------------------------------------------------------

    def _endpoint(self, name: str) -> str:
        found = self._provider().get(name)
        secure = isinstance(found, str) and urlsplit(found).scheme == "https"
        local = isinstance(found, str) and urlsplit(self._chosen.issuer).scheme == "http" == urlsplit(found).scheme
        if not isinstance(found, str) or not (secure or local):
            raise _odd(f"it tells no {name.replace('_', ' ')} that is safe")
        return found

    def _provider(self) -> dict[str, Any]:
        now = time.monotonic()
        if self._facts is None or now - self._facts[0] > _REMEMBERED:
            issuer = self._chosen.issuer
            found = _read(self._get(f"{issuer.rstrip('/')}/.well-known/openid-configuration", self._allowed))
            if str(found.get("issuer", "")).rstrip("/") != issuer.rstrip("/"):
                raise _odd("it says that it is another")
            self._facts = (now, found)
        return self._facts[1]

    def _key_set(self, again: bool) -> dict[str, Any]:
        now = time.monotonic()
        age = now - self._keys[0] if self._keys else None
        if self._keys is None or age is None or age > _REMEMBERED or (again and age > _KEYS_AGAIN):
            self._keys = (now, _read(self._get(self._endpoint("jwks_uri"), self._allowed)))
        return self._keys[1]


def _read(answer: bytes) -> dict[str, Any]:
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise _odd("its answer cannot be read")
    return found


def _is_time(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value


def _odd(what: str) -> InputError:
    return InputError("provider", f"The provider cannot be trusted with this sign-in: {what}.", "Begin again.")


def _unpadded(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")
