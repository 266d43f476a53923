"""A PostgreSQL server for tests: the one FIRSTHAND_TEST_POSTGRES names, or a private one from Debian's binaries.

The private one runs as an unprivileged user in a temporary folder on a free loopback port, and is gone with the tests.
It does not wait for the disk: these tests kill processes, not machines.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

VARIABLE = "FIRSTHAND_TEST_POSTGRES"


class NoServer(Exception):
    """There is no PostgreSQL to test with; the text says what to do."""


@contextmanager
def server() -> Iterator[str]:
    """Give the address of a server, as ``postgresql://user@host:port``, whose user may make databases."""
    given = os.environ.get(VARIABLE)
    if given:
        yield given.rstrip("/")
        return
    with (
        tempfile.TemporaryDirectory(prefix="firsthand-postgres-", ignore_cleanup_errors=True) as folder,
        _private(Path(folder)) as address,
    ):
        yield address


def _binaries() -> Path:
    on_path = shutil.which("initdb")
    found = [Path(on_path).parent] if on_path else sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version)
    if not found:
        raise NoServer(f"no PostgreSQL here: apt-get install postgresql, or set {VARIABLE}=postgresql://user@host:port")
    return found[-1]


def _version(path: Path) -> int:
    return int(path.parent.name) if path.parent.name.isdigit() else 0


@contextmanager
def _private(folder: Path) -> Iterator[str]:
    binaries, drop = _binaries(), _unprivileged(folder)
    data, port = folder / "data", _free_port()
    made = subprocess.run(
        [binaries / "initdb", "-D", data, "-U", "firsthand", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
        capture_output=True,
        text=True,
        cwd=folder,
        **drop,
    )
    if made.returncode:
        raise NoServer(f"initdb: {made.stderr.strip()}")
    options = {"port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": folder, "fsync": "off"}
    arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [binaries / "postgres", "-D", data, *arguments], stdout=log, stderr=log, cwd=folder, **drop
        )
    try:
        _wait_for(port, process, folder / "log")
        yield f"postgresql://firsthand@127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


def _unprivileged(folder: Path) -> dict[str, Any]:
    """Say as whom to run: PostgreSQL refuses root."""
    if os.getuid() != 0:
        return {}
    names = {user.pw_name: user for user in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    import psycopg

    for _ in range(200):
        if process.poll() is not None:
            break
        try:
            psycopg.connect(f"postgresql://firsthand@127.0.0.1:{port}/postgres", connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise NoServer(f"postgres does not start: {log.read_text(errors='replace')[-500:]}")


@contextmanager
def database(server_address: str, template: str = "template0") -> Iterator[str]:
    """Give the address of a new database, a copy of ``template``, and drop it afterwards."""
    import psycopg

    name = f"firsthand_{uuid4().hex[:12]}"
    with psycopg.connect(f"{server_address}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield f"{server_address}/{name}"
    finally:
        with psycopg.connect(f"{server_address}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
