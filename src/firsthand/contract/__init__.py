"""What the program says to other programs: the shapes of ``firsthand read --json`` and of the HTTP API, in one place.

Plain frozen dataclasses, so that one encoder writes them and one OpenAPI page describes them. Offsets are characters
(code points), end exclusive. ``text``, ``blocks`` and the differences of a story share one space: the document's ``text``.
``dropped`` and every ``sources`` lie in the capture's reading.
"""

from firsthand.contract.answers import Check as Check
from firsthand.contract.answers import ReadOut as ReadOut
from firsthand.contract.compared import ComparisonOut as ComparisonOut
from firsthand.contract.compared import RowOut as RowOut
from firsthand.contract.compared import SegmentOut as SegmentOut
from firsthand.contract.compared import SideOut as SideOut
from firsthand.contract.compared import SignalOut as SignalOut
from firsthand.contract.compared import TermOut as TermOut
from firsthand.contract.compared import WhyOut as WhyOut
from firsthand.contract.documents import BlockOut as BlockOut
from firsthand.contract.documents import CaptureOut as CaptureOut
from firsthand.contract.documents import DocumentOut as DocumentOut
from firsthand.contract.documents import DropOut as DropOut
from firsthand.contract.documents import FoundOut as FoundOut
from firsthand.contract.documents import ImageOut as ImageOut
from firsthand.contract.documents import PartOut as PartOut
from firsthand.contract.documents import PieceOut as PieceOut
from firsthand.contract.documents import ProblemOut as ProblemOut
from firsthand.contract.documents import ReadingOut as ReadingOut
from firsthand.contract.documents import VersionOut as VersionOut
from firsthand.contract.evidence import CoverageOut as CoverageOut
from firsthand.contract.evidence import PassageOut as PassageOut
from firsthand.contract.evidence import PlaceOut as PlaceOut
from firsthand.contract.evidence import ReasonOut as ReasonOut
from firsthand.contract.evidence import RewordingOut as RewordingOut
from firsthand.contract.evidence import SpanOut as SpanOut
from firsthand.contract.graph import EdgeOut as EdgeOut
from firsthand.contract.graph import GraphOut as GraphOut
from firsthand.contract.graph import NodeOut as NodeOut
from firsthand.contract.graph import TimelineEntryOut as TimelineEntryOut
from firsthand.contract.graph import TimelineLineOut as TimelineLineOut
from firsthand.contract.graph import TimelineOut as TimelineOut
from firsthand.contract.spoken import DocumentVoicesOut as DocumentVoicesOut
from firsthand.contract.spoken import VoicesReadOut as VoicesReadOut
from firsthand.contract.stories import AlsoInOut as AlsoInOut
from firsthand.contract.stories import BesideOut as BesideOut
from firsthand.contract.stories import DatelineOut as DatelineOut
from firsthand.contract.stories import GrowthOut as GrowthOut
from firsthand.contract.stories import JudgementOut as JudgementOut
from firsthand.contract.stories import LineageOut as LineageOut
from firsthand.contract.stories import MemberOut as MemberOut
from firsthand.contract.stories import PlaceInThreadOut as PlaceInThreadOut
from firsthand.contract.stories import RiverOut as RiverOut
from firsthand.contract.stories import StoryLineOut as StoryLineOut
from firsthand.contract.stories import StoryOut as StoryOut
from firsthand.contract.story_voices import DescribedOut as DescribedOut
from firsthand.contract.story_voices import PartyOut as PartyOut
from firsthand.contract.story_voices import StoryClaimOut as StoryClaimOut
from firsthand.contract.story_voices import StoryEventOut as StoryEventOut
from firsthand.contract.story_voices import StoryNameOut as StoryNameOut
from firsthand.contract.story_voices import StoryQuoteOut as StoryQuoteOut
from firsthand.contract.story_voices import StorySummaryOut as StorySummaryOut
from firsthand.contract.story_voices import StoryVoicesOut as StoryVoicesOut
from firsthand.contract.story_voices import ToldOut as ToldOut
from firsthand.contract.story_voices import UnnamedOut as UnnamedOut
from firsthand.contract.threads import StepOut as StepOut
from firsthand.contract.threads import ThreadLineOut as ThreadLineOut
from firsthand.contract.threads import ThreadOut as ThreadOut
from firsthand.contract.threads import ThreadsOut as ThreadsOut
from firsthand.contract.voices import ClaimOut as ClaimOut
from firsthand.contract.voices import EntityOut as EntityOut
from firsthand.contract.voices import EventOut as EventOut
from firsthand.contract.voices import NameOut as NameOut
from firsthand.contract.voices import QuoteOut as QuoteOut
from firsthand.contract.voices import SpeakerOut as SpeakerOut
from firsthand.contract.voices import SummaryOut as SummaryOut
from firsthand.contract.voices import TimeOut as TimeOut
from firsthand.contract.voices import TopicOut as TopicOut
from firsthand.contract.voices import VoicesOut as VoicesOut
