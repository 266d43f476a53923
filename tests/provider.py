"""A provider of identities on this machine: it lets in whoever comes, and tells what the test wants it to tell."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jws
from joserfc.jwk import ECKey, OctKey, RSAKey


@dataclass
class FakeProvider:
    """What it tells of itself and of who signs in; ``claims`` and ``header`` are put over what is right."""

    issuer: str = ""
    subject: str = "ada-1"
    name: str = "Ada Lovelace"
    key: Any = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "one", "alg": "ES256", "use": "sig"}))
    signs_with: Any = None
    algorithm: str = "ES256"
    claims: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    secret: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def agree(self, address: str) -> str:
        """Do what a browser and its person do there: agree, and come back with a code."""
        question = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert question["response_type"] == "code"
        assert question["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = question
        return f"{question['redirect_uri']}?code={code}&state={question['state']}"

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["ES256", "RS256", "HS256", "none"],
            **self.facts,
        }

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        question = self.codes.pop(form.get("code", ""), None)
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        if (
            question is None
            or challenge != question["code_challenge"]
            or form["redirect_uri"] != question["redirect_uri"]
        ):
            return None
        pair = base64.b64encode(f"{question['client_id']}:{self.secret}".encode()).decode()
        if self.secret and authorization != f"Basic {pair}":
            return None
        now = int(time.time())
        right = {"iss": self.issuer, "sub": self.subject, "aud": question["client_id"], "nonce": question["nonce"]}
        claims = {**right, "iat": now, "exp": now + 300, "name": self.name, **self.claims}
        kept = json.dumps({name: value for name, value in claims.items() if value is not None}).encode()
        header = {"alg": self.algorithm, "kid": self.key.kid}
        return {"id_token": self._signed(header, kept), "access_token": "x", "token_type": "Bearer"}

    def _signed(self, header: dict[str, str], claims: bytes) -> str:
        if self.algorithm == "none":
            parts = (json.dumps(header).encode(), claims, b"")
            return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)
        return jws.serialize_compact(header, claims, self.signs_with or self.key, algorithms=[self.algorithm])


def other_key() -> Any:
    """A key that the provider does not tell of, under the same name."""
    return ECKey.generate_key("P-256", {"kid": "one"})


def shared_key(provider: FakeProvider) -> Any:
    """What somebody signs with who takes the provider's public key for a secret that both share."""
    return OctKey.import_key(json.dumps(provider.key.as_dict(private=False)).encode(), {"kid": "one"})


def rsa_key() -> Any:
    """Another kind of key."""
    return RSAKey.generate_key(2048, {"kid": "one"})


@contextmanager
def serving() -> Iterator[FakeProvider]:
    """Serve a provider at a free port of this machine."""
    provider = FakeProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.asked.append(self.path)
            if self.path == "/.well-known/openid-configuration":
                self._tell(provider.configuration())
            elif self.path == "/keys":
                self._tell({"keys": [provider.key.as_dict(private=False)]})
            else:
                self._tell(None)

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            text = self.rfile.read(int(self.headers["content-length"])).decode()
            form = {name: values[0] for name, values in parse_qs(text).items()}
            self._tell(provider.token(form, self.headers.get("authorization", "")))

        def _tell(self, answer: dict[str, Any] | None) -> None:
            body = json.dumps(answer or {"error": "invalid_grant"}).encode()
            self.send_response(200 if answer else 400)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
