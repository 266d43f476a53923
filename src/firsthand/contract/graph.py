"""The evidence of a story as a graph, and what happened when."""

from dataclasses import dataclass

from firsthand.contract.evidence import CoverageOut, ReasonOut, SpanOut


@dataclass(frozen=True, slots=True)
class NodeOut:
    """A document, an absent original or an agency (``kind``: ``document``, ``absent``, ``agency``).

    The id of a document is its own. ``role`` is what it is to its story; ``lineage`` is None for an agency.
    """

    id: str
    kind: str
    name: str
    role: str
    lineage: str | None
    headline: str
    published: str | None
    seen: str | None


@dataclass(frozen=True, slots=True)
class EdgeOut:
    """Words went from ``source`` to ``target``: ``copy``, ``excerpt``, ``rewrite``, ``version``, ``cites``.

    ``publishes`` leads from an agency to its own page, ``credits`` from a page to the agency it names. Where not
    ``decided``, it may have been the other way round. Where it ``counts``, its two ends are one source.
    """

    source: str
    target: str
    kind: str
    decided: bool
    coverage: CoverageOut | None
    reasons: list[ReasonOut]
    counts: bool


@dataclass(frozen=True, slots=True)
class GraphOut:
    """The evidence of a story, and ``independent_sources``, which is counted from it.

    Each of ``sources`` lists the nodes that are one source: those of one lineage, and those that an edge which counts
    joins. Agencies are in none.
    """

    story: str
    independent_sources: int
    nodes: list[NodeOut]
    edges: list[EdgeOut]
    sources: list[list[str]]


@dataclass(frozen=True, slots=True)
class TimelineLineOut:
    """A sentence of a timeline: ``text`` stands at ``start`` to ``end`` of ``document``, which is ``outlet``'s."""

    text: str
    document: str
    start: int
    end: int
    outlet: str | None
    headline: str
    language: str | None


@dataclass(frozen=True, slots=True)
class TimelineEntryOut:
    """One time and what is told of it. ``when`` is ISO 8601, cut to what was said (``2022-02``).

    ``happening`` is ``event`` (the texts date it: ``sources`` independent sources name the time, in the words at
    ``named``), or the reporting itself: ``first_report``, ``second_source``, ``correction``.
    """

    when: str
    happening: str
    sources: int
    lines: list[TimelineLineOut]
    named: list[SpanOut]


@dataclass(frozen=True, slots=True)
class TimelineOut:
    """What happened and who reported it, in time. Computed when asked for."""

    story: str
    entries: list[TimelineEntryOut]
