"""``/metrics``: figures for Prometheus. Those of the store are the same whichever process answers; requests are its own.

Labels are names of the program (routes, stages, states), never what somebody typed or a page said: an address that no
route has counts as ``none``. Open to an administrator, and to the addresses that the settings name.
"""

import threading
import time
from collections.abc import Iterable, Iterator

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import SkipValidation
from prometheus_client import CollectorRegistry, Counter, GCCollector, Histogram, PlatformCollector, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from firsthand import __version__, app
from firsthand.contract import FiguresOut

#: Figures of the store are counted no more often than this.
_KEPT_SECONDS = 5.0
#: From a page out of memory to one that a reader takes for broken, in seconds.
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Meter:
    """The figures of one process that serves a store."""

    def __init__(self, store: app.Store) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "firsthand_requests",
            "Requests that this process answered.",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "firsthand_request_seconds",
            "Seconds until an answer was written.",
            ("route",),
            registry=self.registry,
            buckets=_BUCKETS,
        )
        for kind in (ProcessCollector, PlatformCollector, GCCollector):
            kind(registry=self.registry)
        self.registry.register(_OfTheStore(store))

    def heard(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count an answer."""
        known = method if method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS") else "other"
        self._requests.labels(route, known, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def written(self) -> bytes:
        """Write all figures as Prometheus reads them."""
        return generate_latest(self.registry)


class _OfTheStore(Collector):
    """Counts what the store holds when it is asked; one that does not answer is a figure too."""

    def __init__(self, store: app.Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._at = 0.0
        self._told: list[Metric] = []

    def describe(self) -> Iterable[Metric]:
        """Name nothing beforehand: nobody registers the same names twice here."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Give the figures."""
        with self._lock:
            if not self._at or time.monotonic() - self._at > _KEPT_SECONDS:
                self._told = self._count()
                self._at = time.monotonic()
            yield from self._told

    def _count(self) -> list[Metric]:
        up = GaugeMetricFamily("firsthand_store_up", "1 while the store answers and can be written to.")
        about = GaugeMetricFamily("firsthand_build", "The version that runs.", labels=("version",))
        about.add_metric((__version__,), 1)
        try:
            app.health(self._store)
            figures = app.figures(self._store)
        except app.StoreError:
            up.add_metric((), 0)
            return [about, up]
        up.add_metric((), 1)
        return [about, up, *_held(figures), *_queue(figures)]


def _held(figures: FiguresOut) -> Iterator[Metric]:
    for name, count in (("captures", figures.captures), ("documents", figures.documents), ("stories", figures.stories)):
        yield GaugeMetricFamily(f"firsthand_{name}", f"How many {name} the store holds.", value=count)
    sources = GaugeMetricFamily("firsthand_sources", "Sources that are followed, by state.", labels=("state",))
    for state in ("ok", "new", "failing", "gone", "paused"):
        sources.add_metric((state,), figures.sources.get(state, 0))
    yield sources
    sizes = GaugeMetricFamily("firsthand_store_bytes", "Bytes on the disk.", labels=("part",))
    parts = {"database": figures.sizes.database, "blobs": figures.sizes.blobs, **figures.sizes.others}
    for part, size in parts.items():
        sizes.add_metric((part,), size)
    yield sizes
    turns = GaugeMetricFamily("firsthand_turn", "1 for what some process has the turn for now.", labels=("turn",))
    for turn in figures.turns:
        turns.add_metric((turn.name,), 1)
    yield turns


def _queue(figures: FiguresOut) -> Iterator[Metric]:
    queue = GaugeMetricFamily("firsthand_queue", "Pieces of work, by stage and state.", labels=("stage", "state"))
    oldest = GaugeMetricFamily("firsthand_queue_oldest_seconds", "How long the oldest waits.", labels=("stage",))
    for line in figures.queue:
        states = {"waiting": line.waiting, "later": line.later, "in_hand": line.in_hand, "given_up": line.given_up}
        for state, count in states.items():
            queue.add_metric((line.stage, state), count)
        oldest.add_metric((line.stage,), line.oldest_seconds)
    yield queue
    yield oldest


TheMeter = NamedDependency[SkipValidation[Meter]]


@get(
    "/metrics",
    opt={"role": "administrator", "by_address": True},
    include_in_schema=False,
    sync_to_thread=True,
)
def metrics(meter: TheMeter) -> Response[bytes]:
    """Give the figures."""
    return Response(meter.written(), headers={"content-type": CONTENT_TYPE_LATEST, "cache-control": "no-store"})
