"""What a person can choose: a file ``firsthand.toml``, with environment variables over it. Every default works offline.

    file -> strict structs -> environment variables over them -> strict structs again -> Settings

The file is the one that FIRSTHAND_CONFIG names, else ``firsthand.toml`` in the folder of the store, if there is one. A
wrong name or value is told in one line and stops the program: a setting that is quietly not in force is worse. No secret
stands in the file; ``key_env`` is the name of the environment variable that holds it.
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from ipaddress import ip_network
from operator import getitem
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

from firsthand.model.errors import SettingsError

FILE = "firsthand.toml"
#: The variable that names another file.
CONFIG = "FIRSTHAND_CONFIG"

_WRONG_VALUE = re.compile(r"^(.*) - at `\$\.?(.*)`$")
_UNKNOWN = re.compile(r"unknown field `(.*?)`")
#: Parts of a path without an escape, so that it reads alike wherever it is written; none may be of dots alone.
_BASE = re.compile(r"(?:/(?=[^/]*[A-Za-z0-9_-])[A-Za-z0-9._~-]+)*", re.ASCII)
_VARIABLE = re.compile(r"[A-Za-z_]\w{0,63}", re.ASCII)
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Endpoint(Struct, frozen=True, forbid_unknown_fields=True):
    """A server that speaks as OpenAI's does; none without an address."""

    address: Annotated[str, Meta(description="Where the server is, as `https://host/v1`.")] = ""
    model: Annotated[str, Meta(description="The model's name there.")] = ""
    key_env: Annotated[
        str, Meta(description="The name of the environment variable that holds the key; empty where it wants none.")
    ] = ""


class Models(Struct, frozen=True, forbid_unknown_fields=True):
    """Which language models work: one that finds names, one that says what pages mean, one that rewords summaries."""

    tagger: Annotated[
        Literal["none", "rules", "spacy"],
        Meta(description="What finds names: nothing, rules, or rules with spaCy's small English model beside them."),
    ] = "rules"
    embedder: Annotated[
        Literal["auto", "none", "static", "openai"],
        Meta(
            description="What says what pages mean: `static` is the one of `firsthand[embed]`, `auto` that one where it is "
            "installed, `openai` the server under `embeddings`."
        ),
    ] = "auto"
    writer: Annotated[Endpoint, Meta(description="A server that rewords summaries.")] = Endpoint()
    embeddings: Annotated[Endpoint, Meta(description="A server that says what pages mean.")] = Endpoint()


class Following(Struct, frozen=True, forbid_unknown_fields=True):
    """How sources are followed."""

    contact: Annotated[
        str,
        Meta(description="An address (of a page or for mail) that servers are told, so that they can complain."),
    ] = ""
    at_once: Annotated[int, Meta(description="How many sources are asked at the same time, 1 to 512.")] = 256
    per_host: Annotated[int, Meta(description="How many of them may be of one host, 1 to 8.")] = 2
    pages_per_day: Annotated[int, Meta(description="How many pages are visited for the first time in a day.")] = 20_000
    revisits_per_day: Annotated[int, Meta(description="How many pages are visited again in a day.")] = 5_000
    allow_hosts: Annotated[
        tuple[str, ...], Meta(description="Hosts of private networks that may be read all the same.")
    ] = ()
    public_address: Annotated[
        str,
        Meta(
            description="Where servers elsewhere reach this one, as `https://news.example` (with the base path, if there "
            "is one), so that feeds can push; none without it."
        ),
    ] = ""
    rules: Annotated[tuple[str, ...], Meta(description="Mute and keep rules for all sources.")] = ()


class Server(Struct, frozen=True, forbid_unknown_fields=True):
    """How the reading site is served, and what stands before it."""

    base_path: Annotated[
        str,
        Meta(description="The path that the site is under, as `/news`; empty where it has a name to itself."),
    ] = ""
    public_address: Annotated[
        str,
        Meta(
            description="Where readers find the site, as `https://desk.example`: it answers to that name, and prints its "
            "links with it."
        ),
    ] = ""
    hosts: Annotated[tuple[str, ...], Meta(description="Further names that the site answers to.")] = ()
    trusted_proxies: Annotated[
        tuple[str, ...],
        Meta(
            description="Addresses or networks (`10.0.0.0/8`) of proxies that are believed when they say whom they speak "
            "for (X-Forwarded-For, -Proto, -Host)."
        ),
    ] = ()
    metrics_from: Annotated[
        tuple[str, ...],
        Meta(description="Addresses or networks that may read `/metrics` without being an administrator."),
    ] = ()
    upload_megabytes: Annotated[
        int, Meta(description="How large a file may be that is handed in through the site, 1 to 100000.")
    ] = 2_000


class Accounts(Struct, frozen=True, forbid_unknown_fields=True):
    """Who may come in."""

    registration: Annotated[
        Literal["off", "reader"],
        Meta(description="`reader` lets whoever reaches the site make an account that reads."),
    ] = "off"
    session_days: Annotated[int, Meta(description="How many days a browser stays signed in, 1 to 365.")] = 30


class Oidc(Struct, frozen=True, forbid_unknown_fields=True):
    """A provider of identities that people sign in with."""

    issuer: Annotated[str, Meta(description="Its address, as `https://id.example`; none without it.")] = ""
    client_id: Annotated[str, Meta(description="What it knows this site by.")] = ""
    client_secret_env: Annotated[
        str,
        Meta(description="The environment variable that holds the client's secret; empty for a public client."),
    ] = ""
    name: Annotated[str, Meta(description="What the button on the sign-in page calls it.")] = ""
    role: Annotated[
        Literal["", "reader", "editor", "administrator"],
        Meta(description="What people become whom it knows and we do not; empty: they are refused."),
    ] = ""


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """All settings."""

    models: Annotated[Models, Meta(description="Which language models work.")] = Models()
    following: Annotated[Following, Meta(description="How sources are followed.")] = Following()
    server: Annotated[Server, Meta(description="How the site is served.")] = Server()
    accounts: Annotated[Accounts, Meta(description="Who may come in.")] = Accounts()
    oidc: Annotated[
        Oidc,
        Meta(
            description="A provider of identities (OpenID Connect) that people sign in with; needs `firsthand[oidc]`."
        ),
    ] = Oidc()


#: Environment variable -> the setting it is put over.
VARIABLES = {
    "FIRSTHAND_TAGGER": "models.tagger",
    "FIRSTHAND_EMBEDDER": "models.embedder",
    **{f"FIRSTHAND_{name.upper()}": f"following.{name}" for name in Following.__struct_fields__},
    **{f"FIRSTHAND_SERVER_{name.upper()}": f"server.{name}" for name in Server.__struct_fields__},
    **{f"FIRSTHAND_{name.upper()}": f"accounts.{name}" for name in Accounts.__struct_fields__},
    **{f"FIRSTHAND_OIDC_{name.upper()}": f"oidc.{name}" for name in Oidc.__struct_fields__},
    **{
        f"FIRSTHAND_{name.upper()}_{part.upper()}": f"models.{name}.{part}"
        for name in ("writer", "embeddings")
        for part in ("address", "model", "key_env")
    },
}


def load_settings(
    store: str | None = None,
    config: str | None = None,
    environ: Mapping[str, str] = os.environ,
    over: Mapping[str, object] | None = None,
) -> Settings:
    """Return the settings for a store (its address). Raises `SettingsError`; only a file that is named must be there.

    ``config`` names a file, and goes before FIRSTHAND_CONFIG. ``over`` has settings by their full names, and goes before all.
    """
    path = settings_file(store, config, environ)
    raw: Any = msgspec.to_builtins(_read(path) if path else Settings())
    given = {key: variable for variable, key in VARIABLES.items() if environ.get(variable)}
    for key, variable in given.items():
        *into, last = key.split(".")
        within = reduce(getitem, into, raw)
        within[last] = _value(environ[variable], within[last])
    for key, value in (over or {}).items():
        *into, last = key.split(".")
        reduce(getitem, into, raw)[last] = value
    settings = _made(raw, given, "")
    _check(settings.models)
    _check_following(settings.following)
    _check_server(settings.server)
    _check_accounts(settings.accounts, settings.oidc)
    return settings


def _value(text: str, default: Any) -> Any:
    """Read a variable as its setting's kind: a whole number, or a list between commas; else it is text."""
    if isinstance(default, list | tuple):
        return [part.strip() for part in text.split(",") if part.strip()]
    return int(text) if isinstance(default, int) and text.isascii() and text.isdigit() else text


def settings_file(
    store: str | None = None, config: str | None = None, environ: Mapping[str, str] = os.environ
) -> Path | None:
    """Return the file that the settings are read from, or None. Raises `SettingsError` where a file that is named is absent."""
    named = config or environ.get(CONFIG)
    if named:
        path = Path(named).expanduser()
        if not path.is_file():
            raise SettingsError(f"There is no settings file {path}.", f"Correct its name, or unset {CONFIG}.")
        return path
    if not store or "://" in store:
        return None
    path = Path(store).expanduser() / FILE
    return path if path.is_file() else None


@dataclass(frozen=True, slots=True)
class Choice:
    """A setting: its full name, what it does in a sentence, the values it may have (none: any of its kind), its default."""

    name: str
    said: str
    values: tuple[str, ...]
    default: Any


def choices() -> Iterator[Choice]:
    """Yield every setting, in the order of the file."""
    yield from _choices(Settings, "")


def names() -> Iterator[str]:
    """Yield the name of every setting."""
    return (choice.name for choice in choices())


def _choices(kind: type[Struct], above: str) -> Iterator[Choice]:
    for name, hint in get_type_hints(kind, include_extras=True).items():
        inner, said = get_args(hint) if get_origin(hint) is Annotated else (hint, Meta(description=""))
        full = f"{above}{name}"
        if isinstance(inner, type) and issubclass(inner, Struct):
            yield from _choices(inner, f"{full}.")
        else:
            values = get_args(inner) if get_origin(inner) is Literal else ()
            yield Choice(full, said.description or "", values, getattr(kind(), name))


def _read(path: Path) -> Settings:
    try:
        text = path.read_bytes().decode()
        raw = msgspec.toml.decode(text)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The settings file {path} cannot be read: {_said(error)}.", "Correct it.") from error
    except msgspec.DecodeError as error:
        raise SettingsError(f"The settings file {path} is not TOML: {error}.", "Correct that line.") from error
    return _made(raw, {}, f"{path}: ")


def _said(error: OSError | UnicodeDecodeError) -> str:
    return (error.strerror or "it is odd") if isinstance(error, OSError) else "it is not UTF-8"


def _made(raw: Any, given: Mapping[str, str], file: str) -> Settings:
    """Make settings of plain values. ``given``: those that come from the environment, with their variables."""
    try:
        return msgspec.convert(raw, Settings)
    except msgspec.ValidationError as error:
        raise _wrong(str(error), raw, given, file) from None


def _wrong(said: str, raw: Any, given: Mapping[str, str], file: str) -> SettingsError:
    """Put what is wrong in one line: where, what stands there, and what may."""
    match = _WRONG_VALUE.match(said)
    cause, key = (match[1], match[2]) if match else (said, "")
    if unknown := _UNKNOWN.search(cause):
        full = f"{key}.{unknown[1]}".lstrip(".")
        beside = [n.removeprefix(f"{key}.") for n in names() if not key or n.startswith(f"{key}.")]
        return SettingsError(f"{file}there is no setting {full}.", f"There are: {', '.join(beside)}.")
    where = given.get(key) or f"{file}{key}"
    may = next((choice.values for choice in choices() if choice.name == key), ())
    if may:
        return SettingsError(f"{where} is {reduce(getitem, key.split('.'), raw)!r}.", f"It may be {', '.join(may)}.")
    return SettingsError(f"{where}: {cause[:1].lower()}{cause[1:]}.", "Correct it.")


def _check(models: Models) -> None:
    for name in ("writer", "embeddings"):
        _check_endpoint(f"models.{name}", getattr(models, name))
    if models.embedder == "openai" and not models.embeddings.address:
        raise SettingsError(
            "models.embedder is openai, and models.embeddings.address is empty.", "Give it as https://host/v1."
        )


def _check_following(chosen: Following) -> None:
    for name, most in (("at_once", 512), ("per_host", 8)):
        if not 1 <= getattr(chosen, name) <= most:
            raise SettingsError(f"following.{name} is {getattr(chosen, name)}.", f"It may be 1 to {most}.")
    for name in ("pages_per_day", "revisits_per_day"):
        if getattr(chosen, name) < 0:
            raise SettingsError(f"following.{name} is less than nothing.", "0 fetches none.")
    if not (chosen.contact.isascii() and chosen.contact.isprintable()):
        raise SettingsError("following.contact holds a character that no header can.", "Write an address.")
    if chosen.public_address and not _is_web(chosen.public_address):
        raise SettingsError("following.public_address is no http(s) address.", "As https://news.example")


def _check_server(chosen: Server) -> None:
    if not _BASE.fullmatch(chosen.base_path):
        raise SettingsError(
            f"server.base_path is {chosen.base_path!r}.",
            "Write it as /news: letters, digits, - and _, no slash at the end.",
        )
    if chosen.public_address and not (_is_web(chosen.public_address) and _is_bare(chosen.public_address)):
        raise SettingsError(
            "server.public_address is no http(s) address of a host.",
            "As https://desk.example; a path is server.base_path.",
        )
    for name in ("trusted_proxies", "metrics_from"):
        for written in getattr(chosen, name):
            _network(f"server.{name}", written)
    if not 1 <= chosen.upload_megabytes <= 100_000:
        raise SettingsError(f"server.upload_megabytes is {chosen.upload_megabytes}.", "It may be 1 to 100000.")


def _network(name: str, written: str) -> None:
    try:
        ip_network(written)
    except ValueError:
        raise SettingsError(
            f"{name}: {written!r} is no address or network.",
            "As 127.0.0.1, ::1 or 10.0.0.0/8; a name is not looked up.",
        ) from None


def _is_bare(address: str) -> bool:
    url = urlsplit(address)
    return url.path in ("", "/") and not url.query and not url.fragment


def _check_accounts(accounts: Accounts, oidc: Oidc) -> None:
    if not 1 <= accounts.session_days <= 365:
        raise SettingsError(f"accounts.session_days is {accounts.session_days}.", "It may be 1 to 365.")
    if not oidc.issuer and not oidc.client_id:
        return
    if not oidc.issuer or not oidc.client_id:
        missing = "client_id" if oidc.issuer else "issuer"
        raise SettingsError(f"oidc.{missing} is empty.", "An issuer and a client_id are needed, or neither.")
    if not _is_web(oidc.issuer) or urlsplit(oidc.issuer).query or urlsplit(oidc.issuer).fragment:
        raise SettingsError("oidc.issuer is no http(s) address.", "As https://id.example")
    if urlsplit(oidc.issuer).scheme == "http" and urlsplit(oidc.issuer).hostname not in _LOOPBACK:
        raise SettingsError("oidc.issuer is not https.", "Only a provider on this machine may be asked without.")
    if oidc.client_secret_env and not _VARIABLE.fullmatch(oidc.client_secret_env):
        raise SettingsError(
            "oidc.client_secret_env is not the name of an environment variable.",
            "Put the secret in one, and its name here.",
        )


def _is_web(address: str) -> bool:
    try:
        url = urlsplit(address)
        return url.scheme in ("http", "https") and bool(url.hostname) and "@" not in url.netloc
    except ValueError:
        return False


def _check_endpoint(name: str, at: Endpoint) -> None:
    """Refuse what cannot work, without showing what may be a secret in the wrong place."""
    if not at.address and not at.model and not at.key_env:
        return
    if not at.address or not at.model:
        missing = "model" if at.address else "address"
        raise SettingsError(f"{name}.{missing} is empty.", "An address and a model are needed, or neither.")
    if not _is_web(at.address):
        raise SettingsError(f"{name}.address is not an http(s) address without a user name.", "As https://host/v1.")
    if not at.model.isprintable():
        raise SettingsError(f"{name}.model holds a character that cannot be shown.", "Write the model's name.")
    if at.key_env and not _VARIABLE.fullmatch(at.key_env):
        raise SettingsError(
            f"{name}.key_env is not the name of an environment variable.", "Put the key in one, and its name here."
        )
