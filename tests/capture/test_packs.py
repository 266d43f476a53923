"""The starter packs: whole, well-formed, nothing twice."""

import re
from collections import Counter
from datetime import date
from urllib.parse import urlsplit

import pytest

from firsthand.capture.opml import Subscription, read_opml, write_opml
from firsthand.capture.packs import HowKnown, Pack, pack_of, packs

#: What a language must at least have; the large ones a few dozen, as far as we know them for certain.
_LEAST = {"en": 60, "de": 35, "fr": 35, "es": 35, "it": 25, "pt": 30, "nl": 18, "pl": 20, "ru": 24, "uk": 18, "ar": 20, "ja": 20, "zh": 20}  # fmt: skip
#: Known not to answer to https, or not to have: a person is told by the address.
_PLAIN_HTTP = {"kremlin.ru", "www.people.com.cn"}


def test_every_large_language_has_its_pack() -> None:
    counts = {pack.language: len(pack.feeds) for pack in packs()}
    assert {language: counts.get(language, 0) >= least for language, least in _LEAST.items()} == dict.fromkeys(
        _LEAST, True
    )
    assert packs()[0].language == "en"


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.language)
def test_a_pack_is_well_formed(pack: Pack) -> None:
    assert re.fullmatch("[a-z]{2}", pack.language)
    assert pack.name
    assert pack.checked >= date(2026, 11, 22)
    for feed in pack.feeds:
        assert feed.title == feed.title.strip() != ""
        assert re.fullmatch("[A-Z]{2}|INT", feed.country)
        for address in (feed.feed, feed.site):
            parts = urlsplit(address)
            assert parts.scheme == ("http" if parts.hostname in _PLAIN_HTTP else "https"), address
            assert parts.hostname is not None
            assert "." in parts.hostname
            assert not re.search(r"[\s#\"<>]|[^\x21-\x7e]", address), address


def test_no_feed_stands_twice() -> None:
    feeds = Counter(re.sub(r"^https?://(?:www\.)?|/$", "", feed.feed) for pack in packs() for feed in pack.feeds)
    titles = Counter((pack.language, feed.title) for pack in packs() for feed in pack.feeds)
    assert [key for count in (feeds, titles) for key, number in count.items() if number > 1] == []


def test_a_pack_is_found_by_any_tag_of_its_language() -> None:
    assert [pack.language for tag in ("de", "de-AT", "DE_ch", " de ") if (pack := pack_of(tag))] == ["de"] * 4
    assert pack_of("xx") is None


def test_a_pack_can_be_handed_on_as_a_list() -> None:
    pack = pack_of("fr")
    assert pack is not None
    items = [Subscription(f.feed, f.title, f.site, (pack.name, f.kind.value)) for f in pack.feeds]
    assert read_opml(write_opml(items, pack.name)).items == tuple(items)


def test_how_addresses_are_known_is_told() -> None:
    counts = Counter(feed.known for pack in packs() for feed in pack.feeds)
    assert set(counts) == set(HowKnown)
