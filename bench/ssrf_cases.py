"""The table behind `bench.ssrf`: every address that must not be reached, in every spelling, by every way to it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address
from urllib.parse import quote

from bench.island import DEAD, PUBLIC_4, PUBLIC_6, Plan

#: One of each kind that must not be reached; this list knows nothing of the program's own table.
DENIED_4 = (
    "10.0.0.5 172.16.0.1 172.31.255.254 192.168.1.1 127.0.0.1 127.9.9.9 127.255.255.255 169.254.169.254 169.254.170.2 "
    "169.254.1.1 100.100.100.200 100.64.0.1 168.63.129.16 192.0.0.192 192.0.0.8 0.0.0.0 0.1.2.3 192.0.2.1 198.18.0.1 "
    "198.19.255.254 198.51.100.1 203.0.113.1 192.88.99.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255"
).split()
DENIED_6 = (
    "::1 :: ::7f00:1 ::a00:5 ::ffff:10.0.0.5 ::ffff:169.254.169.254 ::ffff:0:10.0.0.5 64:ff9b::a00:5 64:ff9b::7f00:1 "
    "64:ff9b:1::a00:5 2002:a00:5::1 2002:7f00:1::1 2001::1 2001:20::1 2001:db8::1 fc00::1 fd00:ec2::254 fd12:3456::1 "
    "fe80::1 fe80::5efe:10.0.0.5 fec0::1 ff02::1 ff0e::1 100::1 3fff::1 4000::1 5f00::1 8000::1"
).split()
#: The addresses whose spellings are tried, of the five kinds that are worth most to an attacker.
SPELT = ("127.0.0.1", "10.0.0.5", "169.254.169.254", "192.168.1.1", "0.0.0.0", "100.64.0.1")
REDIRECTS = (301, 302, 303, 307, 308)


def _parts(address: str) -> list[int]:
    return [int(part) for part in address.split(".")]


def _number(address: str) -> int:
    return int(IPv4Address(address))


def _pair(address: str) -> str:
    number = _number(address)
    return f"{number >> 16:x}:{number & 0xFFFF:x}"


def _digits(address: str, zero: int) -> str:
    return "".join(chr(zero + int(c)) if c.isdigit() else c for c in address)


def _circled(address: str) -> str:
    return "".join({"0": "⓪"}.get(c) or (chr(0x245F + int(c)) if c.isdigit() else c) for c in address)


#: Name of a spelling -> the host (and whatever stands before it in the address) for a dotted IPv4 address.
SPELLINGS: Mapping[str, Callable[[str], str]] = {
    "dotted": str,
    "decimal": lambda a: str(_number(a)),
    "hex": lambda a: hex(_number(a)),
    "HEX": lambda a: f"0X{_number(a):08X}",
    "octal": lambda a: f"0{_number(a):o}",
    "long octal": lambda a: f"{_number(a):020o}",
    "dotted hex": lambda a: ".".join(map(hex, _parts(a))),
    "dotted octal": lambda a: ".".join(f"0{part:o}" for part in _parts(a)),
    "dotted octal, long": lambda a: ".".join(f"{part:08o}" for part in _parts(a)),
    "dotted hex, long": lambda a: ".".join(f"0x{part:010x}" for part in _parts(a)),
    "hex, octal, decimal": lambda a: "0x{:x}.0{:o}.{}.{}".format(*_parts(a)),
    "two parts": lambda a: f"{_parts(a)[0]}.{_number(a) & 0xFFFFFF}",
    "two parts, hex": lambda a: f"{_parts(a)[0]:#x}.{_number(a) & 0xFFFFFF:#x}",
    "three parts": lambda a: f"{_parts(a)[0]}.{_parts(a)[1]}.{_number(a) & 0xFFFF}",
    "three parts, octal": lambda a: f"0{_parts(a)[0]:o}.0{_parts(a)[1]:o}.0{_number(a) & 0xFFFF:o}",
    "overflow": lambda a: str(_number(a) + 2**32),
    "trailing dot": lambda a: a + ".",
    "two trailing dots": lambda a: a + "..",
    "percent digits": lambda a: "".join(f"%{ord(c):02x}" if c.isdigit() else c for c in a),
    "percent dots": lambda a: a.replace(".", "%2e"),
    "percent everything": lambda a: "".join(f"%{ord(c):02X}" for c in a),
    "percent twice": lambda a: a.replace(".", "%252e"),
    "full-width digits": lambda a: _digits(a, 0xFF10),
    "bold digits": lambda a: _digits(a, 0x1D7CE),
    "arabic digits": lambda a: _digits(a, 0x660),
    "circled digits": _circled,
    "ideographic dots": lambda a: a.replace(".", "\u3002"),
    "full-width dots": lambda a: a.replace(".", "\uff0e"),
    "half-width dots": lambda a: a.replace(".", "\uff61"),
    "soft hyphen": lambda a: a[:2] + "\xad" + a[2:],
    "zero-width space": lambda a: a[:2] + "\u200b" + a[2:],
    "tab inside": lambda a: a[:2] + "\t" + a[2:],
    "user": lambda a: f"user@{a}",
    "user and password": lambda a: f"user:pass@{a}",
    "public user": lambda a: f"{PUBLIC_4}@{a}",
    "public user with port": lambda a: f"{PUBLIC_4}:80@{a}",
    "two at signs": lambda a: f"a@{PUBLIC_4}@{a}",
    "percent at": lambda a: f"{PUBLIC_4}%40{a}",
    "fragment before": lambda a: f"{PUBLIC_4}#@{a}",
    "backslash before": lambda a: f"{PUBLIC_4}\\@{a}",
    "backslash after": lambda a: f"{a}\\@{PUBLIC_4}",
    "question mark before": lambda a: f"{PUBLIC_4}?@{a}",
    "bracketed": lambda a: f"[{a}]",
    "space before": lambda a: f" {a}",
    "port": lambda a: f"{a}:80",
    "port with zeros": lambda a: f"{a}:00080",
    "empty port": lambda a: f"{a}:",
    "mapped": lambda a: f"[::ffff:{a}]",
    "mapped, hex": lambda a: f"[::ffff:{_pair(a)}]",
    "mapped, HEX": lambda a: f"[::FFFF:{_pair(a).upper()}]",
    "mapped, in full": lambda a: f"[0000:0000:0000:0000:0000:ffff:{a}]",
    "mapped, long zeros": lambda a: f"[0:0:0:0:0:ffff:{_number(a) >> 16:04x}:{_number(a) & 0xFFFF:04x}]",
    "mapped, zone": lambda a: f"[::ffff:{a}%25lo]",
    "mapped, bare zone": lambda a: f"[::ffff:{a}%lo]",
    "compatible": lambda a: f"[::{a}]",
    "compatible, hex": lambda a: f"[::{_pair(a)}]",
    "translated": lambda a: f"[::ffff:0:{a}]",
    "NAT64": lambda a: f"[64:ff9b::{a}]",
    "NAT64, hex": lambda a: f"[64:ff9b::{_pair(a)}]",
    "NAT64, in full": lambda a: f"[0064:ff9b:0000:0000:0000:0000:{_pair(a)}]",
    "NAT64, local": lambda a: f"[64:ff9b:1::{a}]",
    "6to4": lambda a: f"[2002:{_pair(a)}::]",
    "6to4, host": lambda a: f"[2002:{_pair(a)}::1]",
    "Teredo": lambda a: f"[2001:0:{_pair(a)}::1]",
    "ISATAP": lambda a: f"[fe80::5efe:{a}%25lo]",
}
#: Whole addresses that are odd in other ways.
ODD = (
    "http://localhost/",
    "http://LOCALHOST./",
    "http://localhost%2e/",
    "http://ip6-localhost/",
    "http://ip6-loopback/",
    "http://loc%61lhost/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "HTTP://127.0.0.1/",
    "http:/127.0.0.1/",
    "http:127.0.0.1/",
    "http:///127.0.0.1/",
    "http:\\\\127.0.0.1\\",
    "//127.0.0.1/",
    "http://127.0.0.1:80:80/",
    "http://0/",
    "http://00/",
    "http://0x0/",
    "http://127.1/",
    "http://0x7f.1/",
    "http://[::1%25lo]/",
    "http://[::1%lo]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[0000:0000:0000:0000:0000:0000:0000:0001]/",
    "http://[::0001]/",
    "http://[fe80::1%25lo]/",
    "http://[fe80::1%251]/",
    "http://[ff02::1%25lo]/",
    "http://[FE80::1%25LO]/",
    "http://[febf::1%25lo]/",
    "http://[v1.127.0.0.1]/",
    "http://[::1",
    "http://::1/",
    "http://\r\n127.0.0.1/",
    "ftp://127.0.0.1/",
    "gopher://127.0.0.1:80/_GET%20/",
    "dict://127.0.0.1:80/x",
    "unix:/run/x.sock",
    "http+unix://%2frun%2fx.sock/",
    "jar:http://127.0.0.1/!/",
    "data:text/html,x",
    "ldap://127.0.0.1:80/",
)


@dataclass(frozen=True, slots=True)
class Case:
    """One attempt: how the address is led to (``manner``), by which way out (``door``), what is asked for, how often.

    ``kept``: what was found out about names before is kept.
    """

    manner: str
    door: str
    address: str
    times: int = 1
    kept: bool = False


class Table:
    """All cases, and what their names resolve to."""

    def __init__(self, small: bool = False) -> None:
        self.plans: dict[str, Plan] = {}
        denied = [*DENIED_4, *DENIED_6]
        every = 9 if small else 1
        #: What the whole program is asked to read in one go: each denied address, and some led to in three ways.
        self.handed_in = [
            *(f"http://{_host(target)}/" for target in denied),
            *(f"http://{PUBLIC_4}/{way}?u={quote(f'http://{t}/')}" for t in SPELT for way in ("to/302", "loads")),
            *(f"http://{self._name((PUBLIC_4,), (target,))}/again" for target in SPELT),
        ]
        self.cases = [
            *self._spelt(list(SPELLINGS.items())[:: 3 if small else 1], SPELT[: 2 if small else None]),
            *(case for target in denied[::every] for case in self._led(target)),
            *(case for target in denied[::every] for case in self._named(target)),
        ]

    def _spelt(self, spellings: list[tuple[str, Callable[[str], str]]], targets: tuple[str, ...]) -> Iterator[Case]:
        odd = [*ODD, *(f"http://{spell(a)}/" for a in targets for _, spell in spellings)]
        for address in odd:
            yield Case("spelling", "fetch", address)
            yield Case("spelling", "send", address)
            yield Case("spelling", "arrivals", address)
            yield Case("spelling", "ask", address)
            yield Case("spelling", "hub", address)
            yield Case("spelling", "picture", address)
            yield Case("spelling in a redirect", "fetch", _to(302, address))
            yield Case("spelling in a redirect", "ask", _to(301, address))
            yield Case("spelling in a redirect", "robots", _to(302, address))
            yield Case("spelling in a redirect", "hub", _to(307, address))
            yield Case("spelling in a redirect", "picture", _to(302, address))

    def _led(self, target: str) -> Iterator[Case]:
        address = f"http://{_host(target)}/"
        for door in ("fetch", "send", "arrivals", "ask", "robots", "hub", "mailbox", "picture"):
            yield Case("direct", door, address)
            yield Case("direct, https", door, address.replace("http:", "https:"))
        for code in REDIRECTS:
            for door in ("fetch", "send", "arrivals", "model", "ask", "robots", "hub", "picture"):
                yield Case(f"redirect {code}", door, _to(code, address))
        yield Case("redirect without a scheme", "fetch", _to(302, address.removeprefix("http:")))
        yield Case("redirect to https", "fetch", _to(301, address.replace("http:", "https:")))
        for door in ("fetch", "ask", "robots", "picture"):
            yield Case("redirect after two", door, _to(302, _to(307, _to(308, address))))
        yield Case("redirect after two", "hub", _to(308, _to(307, _to(308, address))))
        yield Case("page that loads it", "fetch", f"http://{PUBLIC_4}/loads?u={quote(address, safe='')}")

    def _named(self, target: str) -> Iterator[Case]:
        public = PUBLIC_6 if ":" in target else PUBLIC_4
        for door in ("fetch", "send", "arrivals", "ask", "robots", "hub", "mailbox", "picture"):
            yield Case("name", door, f"http://{self._name((target,))}/")
            yield Case("name, alias", door, f"http://{self._name((target,), alias='inside.test')}/")
            yield Case("name, also a public address", door, f"http://{self._name((target, public))}/")
            yield Case("name, also a dead public address", door, f"http://{self._name((DEAD, target))}/")
            yield Case("name, both families", door, f"http://{self._name((target, PUBLIC_4, PUBLIC_6))}/")
            yield Case("rebinding, at once", door, f"http://{self._name((public,), (target,))}/")
            yield Case("rebinding, asked twice", door, f"http://{self._name((public,), (target,))}/", times=2)
            yield Case("rebinding, kept", door, f"http://{self._name((public,), (target,))}/", times=2, kept=True)
            yield Case("name, kept", door, f"http://{self._name((target,))}/", times=2, kept=True)
        for door in ("fetch", "ask", "robots", "picture"):
            yield Case("name in a redirect", door, _to(302, f"http://{self._name((target,))}/"))
        yield Case("name in a redirect", "hub", _to(307, f"http://{self._name((target,))}/"))
        for door in ("fetch", "arrivals", "ask", "robots", "picture"):
            yield Case("rebinding in a redirect", door, f"http://{self._name((public,), (target,))}/again")

    def _name(self, *answers: tuple[str, ...], alias: str = "") -> str:
        name = f"n{len(self.plans)}.test"
        self.plans[name] = Plan(answers, alias)
        return name


def _host(address: str) -> str:
    if ":" not in address:
        return address
    return f"[{address}%25lo]" if address.startswith(("fe8", "ff02")) else f"[{address}]"


def _to(code: int, address: str) -> str:
    return f"http://{PUBLIC_4}/to/{code}?u={quote(address, safe='')}"
