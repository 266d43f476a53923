"""What a person can choose: a file ``firsthand.toml``, with environment variables over it. Every default works offline.

    file -> strict structs -> environment variables over them -> strict structs again -> Settings

The file is the one that FIRSTHAND_CONFIG names, else ``firsthand.toml`` in the folder of the store, if there is one. A
wrong name or value is told in one line and stops the program: a setting that is quietly not in force is worse. No secret
stands in the file; ``key_env`` is the name of the environment variable that holds it.
"""

import os
import re
from collections.abc import Iterator, Mapping
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from firsthand.model.errors import SettingsError

FILE = "firsthand.toml"
#: The variable that names another file.
CONFIG = "FIRSTHAND_CONFIG"

_WRONG_VALUE = re.compile(r"^(.*) - at `\$\.?(.*)`$")
_UNKNOWN = re.compile(r"unknown field `(.*?)`")
_VARIABLE = re.compile(r"[A-Za-z_]\w{0,63}", re.ASCII)
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Endpoint(Struct, frozen=True, forbid_unknown_fields=True):
    """A server that speaks as OpenAI's does.

    ``address``: where it is, as ``https://host/v1``. ``model``: the model's name there. ``key_env``: the name of the
    environment variable with the key; empty where it wants none.
    """

    address: str = ""
    model: str = ""
    key_env: str = ""


class Models(Struct, frozen=True, forbid_unknown_fields=True):
    """Which language models work.

    ``tagger`` finds names: by nothing, by rules, or by rules with spaCy's small English model beside them.
    ``embedder`` says what pages mean: ``static`` is the one of ``firsthand[embed]``, ``auto`` that one where it is
    installed, ``openai`` the server under ``embeddings``. ``writer`` is a server that rewords summaries; none without
    an address.
    """

    tagger: Literal["none", "rules", "spacy"] = "rules"
    embedder: Literal["auto", "none", "static", "openai"] = "auto"
    writer: Endpoint = Endpoint()
    embeddings: Endpoint = Endpoint()


class Following(Struct, frozen=True, forbid_unknown_fields=True):
    """How sources are followed.

    ``contact``: an address (of a page or for mail) that servers are told, so that they can complain. ``at_once``: how many
    are asked at the same time, ``per_host`` of one host, 1 to 8. ``pages_per_day`` bounds first visits of pages,
    ``revisits_per_day`` further ones. ``allow_hosts``: private hosts that may be read all the same. ``public_address``:
    where servers elsewhere reach this one, as ``https://news.example``, so that feeds can push; none without it.
    ``rules``: mute and keep rules for all sources.
    """

    contact: str = ""
    at_once: int = 256
    per_host: int = 2
    pages_per_day: int = 20_000
    revisits_per_day: int = 5_000
    allow_hosts: tuple[str, ...] = ()
    public_address: str = ""
    rules: tuple[str, ...] = ()


class Accounts(Struct, frozen=True, forbid_unknown_fields=True):
    """Who may come in.

    ``registration``: ``reader`` lets whoever reaches the site make an account that reads. ``session_days``: how long a
    browser stays signed in, 1 to 365.
    """

    registration: Literal["off", "reader"] = "off"
    session_days: int = 30


class Oidc(Struct, frozen=True, forbid_unknown_fields=True):
    """A provider of identities (OpenID Connect) that people sign in with. Needs ``firsthand[oidc]``.

    ``issuer``: its address, as ``https://id.example``; none without it. ``client_id``: what it knows this site by.
    ``client_secret_env``: the name of the environment variable with the client's secret; empty for a public client.
    ``name``: what the button calls it. ``role``: what people it knows and we do not become; empty: they are refused.
    """

    issuer: str = ""
    client_id: str = ""
    client_secret_env: str = ""
    name: str = ""
    role: Literal["", "reader", "editor", "administrator"] = ""


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """All settings."""

    models: Models = Models()
    following: Following = Following()
    accounts: Accounts = Accounts()
    oidc: Oidc = Oidc()


#: Environment variable -> the setting it is put over.
VARIABLES = {
    "FIRSTHAND_TAGGER": "models.tagger",
    "FIRSTHAND_EMBEDDER": "models.embedder",
    **{f"FIRSTHAND_{name.upper()}": f"following.{name}" for name in Following.__struct_fields__},
    **{f"FIRSTHAND_{name.upper()}": f"accounts.{name}" for name in Accounts.__struct_fields__},
    **{f"FIRSTHAND_OIDC_{name.upper()}": f"oidc.{name}" for name in Oidc.__struct_fields__},
    **{
        f"FIRSTHAND_{name.upper()}_{part.upper()}": f"models.{name}.{part}"
        for name in ("writer", "embeddings")
        for part in ("address", "model", "key_env")
    },
}


def load_settings(
    store: str | None = None, config: str | None = None, environ: Mapping[str, str] = os.environ
) -> Settings:
    """Return the settings for a store (its address). Raises `SettingsError`; only a file that is named must be there.

    ``config`` names a file, and goes before FIRSTHAND_CONFIG.
    """
    path = settings_file(store, config, environ)
    raw: Any = msgspec.to_builtins(_read(path) if path else Settings())
    given = {key: variable for variable, key in VARIABLES.items() if environ.get(variable)}
    for key, variable in given.items():
        *into, last = key.split(".")
        within = reduce(getitem, into, raw)
        within[last] = _value(environ[variable], within[last])
    settings = _made(raw, given, "")
    _check(settings.models)
    _check_following(settings.following)
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


def names() -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield every setting: its name, the values it may have (none: any text), and its default."""
    yield from _names(Settings, "")


def _names(kind: type[Struct], above: str) -> Iterator[tuple[str, tuple[str, ...], str]]:
    for name, hint in get_type_hints(kind).items():
        full = f"{above}{name}"
        if isinstance(hint, type) and issubclass(hint, Struct):
            yield from _names(hint, f"{full}.")
        else:
            yield full, get_args(hint) if get_origin(hint) is Literal else (), getattr(kind(), name)


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
        beside = [n.removeprefix(f"{key}.") for n, *_ in names() if not key or n.startswith(f"{key}.")]
        return SettingsError(f"{file}there is no setting {full}.", f"There are: {', '.join(beside)}.")
    where = given.get(key) or f"{file}{key}"
    may = next((values for name, values, _ in names() if name == key), ())
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
