"""A real PostgreSQL for the tests: one cluster for the whole run, started when the first test wants it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from filelock import FileLock

from forumdesk.services import hub as services

FOLDER = "FORUMDESK_TEST_CLUSTER"
"""In the environment of every process of the run: the folder of its cluster."""
PASSWORD = "correct horse/battery%staple"  # noqa: S105 - of roles that live as long as the tests
KEEPER, LAPTOP, STRANGER = "keeper", "laptop", "stranger"
ELSEWHERE = "127.0.0.2"
"""This machine under an address that a laptop takes for another one: reached with TLS alone."""
_HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""What no test of ours is about: a server that loses its power."""
_SETTINGS = (
    "max_connections=100",
    "shared_buffers=64MB",
    "ssl=on",
    "log_min_messages=panic",
)
_HBA = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\nhostssl all all 127.0.0.2/32 scram-sha-256\n"
_MADE: list[str] = []
"""The database of this process: to empty one takes a hundredth of the time that a new one takes."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running PostgreSQL: where its sockets lie, and on which port it listens."""

    folder: Path
    port: int

    @property
    def authority(self) -> Path:
        """The certificate that the server's own is signed with."""
        return self.folder / "authority.pem"

    def ask(self, database: str, *statements: str) -> list[Any]:
        """What the last statement answers, as whoever may do everything."""
        where = f"host={self.folder} port={self.port} user=root dbname={database}"
        with psycopg.connect(where, autocommit=True) as line:
            for one in statements:
                answer = line.execute(one)
            return answer.fetchall() if answer.description else []

    def address(self, database: str, role: str, host: str = "") -> str:
        """A hub's address, over the socket unless a host is named."""
        if host:
            return f"postgresql://{role}@{host}:{self.port}/{database}"
        return f"postgresql://{role}@:{self.port}/{database}?host={quote(str(self.folder), safe='')}"


@dataclass(frozen=True, slots=True)
class TestHub:
    """A database that is a hub, for one test."""

    __test__ = False
    cluster: Cluster
    database: str

    def address(self, role: str = LAPTOP, host: str = "") -> str:
        return self.cluster.address(self.database, role, host)

    def admit(self, forum: str, role: str = LAPTOP) -> None:
        services.admit(self.address(KEEPER), forum, role)

    def ask(self, *statements: str) -> list[Any]:
        return self.cluster.ask(self.database, *statements)

    def ids(self) -> list[str]:
        """Every revision in the order of places."""
        return [row[0].hex() for row in self.ask("SELECT id FROM forumdesk.revision ORDER BY forum, place")]


def a_hub(*, durable: bool = False) -> TestHub:
    """A hub of its own on the cluster of this run, in which nobody is admitted."""
    cluster = running(durable=durable)
    name = f"hub_{os.getpid()}"
    if not _MADE:
        _MADE.append(name)
        cluster.ask("postgres", f"CREATE DATABASE {name} TEMPLATE prepared OWNER {KEEPER}")
    empty = "TRUNCATE forumdesk.revision, forumdesk.delivery, forumdesk.blob, forumdesk.member, forumdesk.forum"
    cluster.ask(name, empty, f"DROP OWNED BY {LAPTOP}, {STRANGER}")  # they own nothing but what they were allowed
    return TestHub(cluster, name)


def running(*, durable: bool = False) -> Cluster:
    """The cluster of this run, started where it is not running yet; `durable` as people run one."""
    folder = Path(os.environ[FOLDER])
    with FileLock(f"{folder}.lock"):
        port = folder / "port"
        if not port.exists():
            _start(folder, _SETTINGS if durable else (*_SETTINGS, *_HASTY))
        return Cluster(folder, int(port.read_text()))


def stop() -> None:
    """End the cluster of this run, where there is one."""
    folder = Path(os.environ.pop(FOLDER))
    if (folder / "port").exists():
        _run(_program("pg_ctl"), "-D", folder / "data", "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder, ignore_errors=True)
    Path(f"{folder}.lock").unlink(missing_ok=True)


def _start(folder: Path, settings: tuple[str, ...]) -> None:
    initdb = _program("initdb")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o755)
    _certify(folder)
    for one in (folder, *folder.iterdir()):
        if _is_root():
            os.chown(one, *_owner())
    plain = ("--no-sync", "--username=root", "--auth=trust", "--encoding=UTF8", "--locale=C")
    _run(initdb, *plain, "-D", folder / "data")
    port = _free_port()
    places = (
        f"listen_addresses=127.0.0.1,{ELSEWHERE}",
        f"port={port}",
        f"unix_socket_directories={folder}",
        f"ssl_cert_file={folder}/server.pem",
        f"ssl_key_file={folder}/server.key",
        f"hba_file={folder}/hba",
    )
    options = " ".join(f"-c {one}" for one in (*settings, *places))
    _run(_program("pg_ctl"), "-D", folder / "data", "-l", folder / "log", "-w", "-o", options, "start")
    cluster = Cluster(folder, port)
    roles = [f"CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'" for role in (KEEPER, LAPTOP, STRANGER)]
    cluster.ask("postgres", *roles, f"CREATE DATABASE prepared OWNER {KEEPER}")
    services.prepare(cluster.address("prepared", KEEPER))
    (folder / "port").write_text(str(port))


def is_installed() -> bool:
    """Whether there is a PostgreSQL on this machine."""
    return _found("initdb") is not None


def _found(name: str) -> Path | None:
    """A program of PostgreSQL, wherever the system puts it; Debian puts none of them where a shell would look."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    here = shutil.which(name)
    return found[-1] if found else Path(here) if here else None


def _program(name: str) -> Path:
    found = _found(name)
    assert found, "The tests of the hub need PostgreSQL: apt-get install postgresql (CONTRIBUTING.md tells how)."
    return found


def _run(*words: object) -> None:
    """Run a program of PostgreSQL, which refuses to run as root."""
    who: dict[str, Any] = {}
    if _is_root():
        user, group = _owner()
        who = {"user": user, "group": group, "extra_groups": []}
    with tempfile.TemporaryFile() as said:
        done = subprocess.run([str(word) for word in words], check=False, stdout=said, stderr=said, cwd="/", **who)  # noqa: S603
        said.seek(0)
        assert done.returncode == 0, said.read().decode()


def _is_root() -> bool:
    return os.name == "posix" and os.geteuid() == 0


def _owner() -> tuple[int, int]:
    """Somebody without rights: Debian's own user of PostgreSQL, or nobody."""
    known = {one.pw_name: (one.pw_uid, one.pw_gid) for one in import_module("pwd").getpwall()}
    return known.get("postgres") or known["nobody"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _certify(folder: Path) -> None:
    """An authority of the tests' own, and a certificate for the server under the address that is not this machine's."""
    (folder / "hba").write_text(_HBA)
    authority, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _named("Authority of the tests")
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(ELSEWHERE))])
    is_root = x509.BasicConstraints(ca=True, path_length=None)
    bare = _certificate(root, root, authority).add_extension(is_root, critical=True)
    signed = bare.sign(authority, hashes.SHA256())
    bare = _certificate(root, _named("hub"), own).add_extension(names, critical=False)
    server = bare.sign(authority, hashes.SHA256())
    (folder / "authority.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    (folder / "server.pem").write_bytes(server.public_bytes(serialization.Encoding.PEM))
    key = folder / "server.key"
    key.touch(mode=0o600)
    key.write_bytes(
        own.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


def _certificate(issuer: x509.Name, subject: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .issuer_name(issuer)
        .subject_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
    )
