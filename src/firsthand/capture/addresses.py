"""Which network addresses may be read: public ones, and what the administrator allows by name.

The table is our own, because `ipaddress.is_global` says yes to 6to4, NAT64, v4-compatible, site-local and multicast
addresses, each of which can lead back into the private network. Sources: the IANA special-purpose registries for IPv4
and IPv6, and the metadata addresses of the large clouds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

#: First match names the reason, so the narrow networks stand before the wide ones.
_DENIED = tuple(
    (ip_network(network), reason)
    for network, reason in (
        ("169.254.169.254/32", "cloud metadata"),
        ("169.254.170.2/32", "cloud metadata"),
        ("100.100.100.200/32", "cloud metadata"),
        ("168.63.129.16/32", "cloud metadata"),
        ("192.0.0.192/32", "cloud metadata"),
        ("0.0.0.0/8", "this host"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "private (carrier)"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "documentation"),
        ("192.31.196.0/24", "reserved"),
        ("192.52.193.0/24", "reserved"),
        ("192.88.99.0/24", "6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("192.175.48.0/24", "reserved"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
        ("fd00:ec2::/32", "cloud metadata"),
        ("::/128", "this host"),
        ("::1/128", "loopback"),
        ("::ffff:0:0/96", "IPv4-mapped"),
        ("::ffff:0:0:0/96", "IPv4-translated"),
        ("::/96", "IPv4-compatible"),
        ("64:ff9b::/96", "NAT64"),
        ("64:ff9b:1::/48", "NAT64"),
        ("100::/64", "discard"),
        ("2001::/32", "Teredo tunnel"),
        ("2001::/23", "reserved"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4"),
        ("2620:4f:8000::/48", "reserved"),
        ("3fff::/20", "documentation"),
        ("5f00::/16", "segment routing"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
    )
)
#: Everything that is handed out to hosts today; the rest of IPv6 is denied without being listed.
_GLOBAL_UNICAST = IPv6Network("2000::/3")


@lru_cache(8192)
def denial(address: str) -> str | None:
    """Say why a numeric address must not be read (``loopback``); None when it may. What is no address is denied."""
    try:
        ip = ip_address(address)
    except ValueError:
        return "not an address"
    if isinstance(ip, IPv6Address):
        ip = IPv6Address(int(ip))  # without the scope: fe80::1%eth0
    for network, reason in _DENIED:
        if ip.version == network.version and ip in network:
            return reason
    if isinstance(ip, IPv6Address) and ip not in _GLOBAL_UNICAST:
        return "reserved"
    return None


@dataclass(frozen=True, slots=True)
class Allowed:
    """Hosts that may be read although their addresses are private, as the administrator wrote them.

    An entry is matched against the host *as the address names it*, never against what a name resolves to: allowing
    10.0.0.5 must not allow ``evil.example``, whose owner points it at 10.0.0.5.
    """

    names: frozenset[str] = frozenset()
    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    def covers(self, host: str) -> bool:
        """Say whether the host of an address, a name or a plain numeric address, is on the list."""
        host = _plain(host)
        if host in self.names:
            return True
        try:
            ip: IPv4Address | IPv6Address = ip_address(host)
        except ValueError:
            return False
        return any(ip.version == network.version and ip in network for network in self.networks)


def allowed(entries: Iterable[str]) -> Allowed:
    """Read a list of hosts: names, addresses, or networks (``10.1.0.0/16``)."""
    names, networks = set(), []
    for entry in map(_plain, entries):
        try:
            networks.append(ip_network(entry, strict=False))
        except ValueError:
            names.add(entry)
    return Allowed(frozenset(names), tuple(networks))


def _plain(host: str) -> str:
    return host.strip().strip("[]").rstrip(".").lower()
