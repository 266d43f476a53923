"""The address table, by family, and what the administrator may allow."""

import ipaddress

import pytest

from firsthand.capture.addresses import allowed, denial

DENIED = [
    ("0.0.0.0", "this host"),
    ("0.1.2.3", "this host"),
    ("10.255.255.255", "private"),
    ("100.64.0.1", "private (carrier)"),
    ("100.100.100.200", "cloud metadata"),
    ("127.0.0.1", "loopback"),
    ("127.255.255.254", "loopback"),
    ("168.63.129.16", "cloud metadata"),
    ("169.254.1.1", "link-local"),
    ("169.254.169.254", "cloud metadata"),
    ("172.16.0.1", "private"),
    ("172.31.255.255", "private"),
    ("192.0.0.192", "cloud metadata"),
    ("192.0.2.1", "documentation"),
    ("192.88.99.1", "6to4 relay"),
    ("192.168.1.1", "private"),
    ("198.19.0.1", "benchmarking"),
    ("224.0.0.1", "multicast"),
    ("239.255.255.250", "multicast"),
    ("240.0.0.1", "reserved"),
    ("255.255.255.255", "reserved"),
    ("::", "this host"),
    ("::1", "loopback"),
    ("::7f00:1", "IPv4-compatible"),
    ("::ffff:127.0.0.1", "IPv4-mapped"),
    ("::ffff:8.8.8.8", "IPv4-mapped"),
    ("::ffff:0:127.0.0.1", "IPv4-translated"),
    ("64:ff9b::7f00:1", "NAT64"),
    ("64:ff9b:1::a00:1", "NAT64"),
    ("100::1", "discard"),
    ("2001::1", "Teredo tunnel"),
    ("2001:20::1", "reserved"),
    ("2001:db8::1", "documentation"),
    ("2002:7f00:1::1", "6to4"),
    ("3fff::1", "documentation"),
    ("4000::1", "reserved"),
    ("fc00::1", "private"),
    ("fd00:ec2::254", "cloud metadata"),
    ("fe80::1", "link-local"),
    ("fe80::1%eth0", "link-local"),
    ("2606:4700:4700::1111%1", None),
    ("fec0::1", "site-local"),
    ("ff02::1", "multicast"),
    ("nonsense", "not an address"),
]


@pytest.mark.parametrize(("address", "reason"), DENIED)
def test_private_and_special_addresses_are_denied_with_their_reason(address: str, reason: str | None) -> None:
    assert denial(address) == reason


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "172.32.0.1", "2606:4700:4700::1111", "2a00:1450:4001::1"])
def test_public_addresses_may_be_read(address: str) -> None:
    assert denial(address) is None


def test_every_address_python_calls_not_global_is_denied_too() -> None:
    for first in range(256):
        for rest in ("0.0.1", "64.0.1", "168.1.1", "254.169.254"):
            address = f"{first}.{rest}"
            if not ipaddress.ip_address(address).is_global:
                assert denial(address), address


def test_an_allowed_address_covers_itself_and_no_name() -> None:
    allow = allowed(["127.0.0.1", "10.1.0.0/16", "[::1]", "Intranet.Example."])
    for host in ("127.0.0.1", "10.1.200.3", "::1", "[::1]", "intranet.example"):
        assert allow.covers(host), host
    for host in ("127.0.0.2", "10.2.0.1", "localhost", "evil.example", "2130706433", "0x7f.1"):
        assert not allow.covers(host), host
