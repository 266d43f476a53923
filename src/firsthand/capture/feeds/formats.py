"""A tree becomes a Feed: RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0 are told apart by their root, then read alike."""

from firsthand.capture.feeds.bounds import MOST_ENTRIES
from firsthand.capture.feeds.elements import Gathered, Names, base_of, children, language_of, text_of, unpacked
from firsthand.capture.feeds.entries import read_entry
from firsthand.capture.feeds.tree import Element
from firsthand.capture.feeds.words import absolute, plain, whole
from firsthand.model.feed import Feed, FeedKind

_ENTRIES = frozenset(("item", "atom:entry", "entry", "atom:item"))


def kind_of(root: Element, names: Names) -> FeedKind | None:
    """Say which family a root belongs to; None where it is no feed."""
    match names[root.tag].rpartition(":")[2] if isinstance(root.tag, str) else "":
        case "rss" | "channel":
            return FeedKind.RSS
        case "rdf":
            return FeedKind.RDF
        case "feed":
            return FeedKind.ATOM
    return None


def read_tree(root: Element, kind: FeedKind, names: Names, url: str) -> Feed:
    """Read a whole feed. ``url`` is where it was fetched, if that is known; relative addresses are seen from there."""
    channel = root
    if kind is not FeedKind.ATOM:
        channel = next((c for name, c in children(root, names) if name.rpartition(":")[2] == "channel"), root)
    base = base_of(channel, base_of(root, url))
    said = Gathered(base)
    found: list[Element] = []
    more: dict[str, Element] = {}
    for holder in (channel,) if _holds_all(channel, root) else (channel, root):
        for name, child in children(holder, names):
            if name in _ENTRIES:
                found.append(child)
            elif name in ("atom:link", "link") and child.get("href"):
                said.add_link(child)
            elif name in ("image", "skiphours", "skipdays", "itunes:image"):
                more.setdefault(name, child)
            elif child is not channel and name not in said.texts:
                said.texts[name] = unpacked(child, text_of(child))
    link = absolute(said.first("link"), base) or said.link("alternate")
    seen_from = base or link
    return Feed(
        kind=kind,
        version=root.get("version") or "",
        title=plain(said.first("title", "atom:title", "dc:title")),
        link=link,
        description=said.first("description", "atom:subtitle", "atom:tagline", "itunes:summary"),
        language=said.first("language", "dc:language") or language_of(channel) or language_of(root),
        updated=said.date("lastbuilddate", "atom:updated", "atom:modified", "pubdate", "dc:date"),
        self_link=said.link("self"),
        next_link=said.link("next"),
        hubs=tuple(dict.fromkeys(address for relation, address, _ in said.links if relation == "hub")),
        ttl=whole(said.texts.get("ttl")),
        skip_hours=_hours(more.get("skiphours")),
        skip_days=_days(more.get("skipdays")),
        image=_image(said, more, names),
        entries=tuple(read_entry(element, names, seen_from) for element in found[:MOST_ENTRIES]),
        left_out=max(0, len(found) - MOST_ENTRIES),
    )


def _holds_all(channel: Element, root: Element) -> bool:
    """Say whether nothing can stand outside the channel: RDF and RSS 0.90 have their items beside it, as some RSS has."""
    return channel is root or len(root) == 1


def _hours(element: Element | None) -> tuple[int, ...]:
    hours = [whole(text_of(child)) for child in element] if element is not None else []
    return tuple(sorted({hour % 24 for hour in hours if hour is not None and hour <= 24}))


def _days(element: Element | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text_of(child)[:20] for child in element)) if element is not None else ()


def _image(said: Gathered, more: dict[str, Element], names: Names) -> str:
    found = said.first("atom:logo", "atom:icon")
    if (image := more.get("image")) is not None:
        found = next((text_of(c) for name, c in children(image, names) if name == "url"), found)
    elif (image := more.get("itunes:image")) is not None:
        found = image.get("href") or found
    return absolute(found, said.base)
