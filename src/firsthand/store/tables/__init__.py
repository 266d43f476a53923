"""Every table, in one place. The migrations build them; a test compares the two.

Truth: `capture` (its bytes are blobs), `judgement` (what people said), `archive_progress`; what is followed: `source` with
its tags and history, the `entry`s of sources, and the plan of visits, `page`, with its `host`s, budgets and turns. And who
uses the store: `account` and what hangs on it, the signing `secret`, each `workspace` with its members and their `note`s;
what each account has read, keeps and mutes (`look`, `read_mark`, `saved`, `mute`) and searches for (`saved_search`).
`handed_in` is what waits to be read that people handed in through the site.

Derived, and dropped by a rebuild: all the others but `model_cache`, whose answers may have been paid for; `work` is the
queue. A record is the JSON of its frozen dataclass; the columns beside it are only what queries ask for. Memberships are
primary keys on the member, so that the database itself refuses a document in two lineages, a lineage in two stories or a
story in two threads.
"""

from firsthand.store.tables.accounts import account as account
from firsthand.store.tables.accounts import app_password as app_password
from firsthand.store.tables.accounts import guess as guess
from firsthand.store.tables.accounts import secret as secret
from firsthand.store.tables.accounts import session as session
from firsthand.store.tables.accounts import ticket as ticket
from firsthand.store.tables.accounts import workspace as workspace
from firsthand.store.tables.accounts import workspace_member as workspace_member
from firsthand.store.tables.derived import DERIVED as DERIVED
from firsthand.store.tables.derived import affinity as affinity
from firsthand.store.tables.derived import affinity_bundle as affinity_bundle
from firsthand.store.tables.derived import affinity_group as affinity_group
from firsthand.store.tables.derived import affinity_holder as affinity_holder
from firsthand.store.tables.derived import affinity_key as affinity_key
from firsthand.store.tables.derived import crowded_fingerprint as crowded_fingerprint
from firsthand.store.tables.derived import document as document
from firsthand.store.tables.derived import extraction as extraction
from firsthand.store.tables.derived import fingerprint as fingerprint
from firsthand.store.tables.derived import fingerprint_holder as fingerprint_holder
from firsthand.store.tables.derived import gist as gist
from firsthand.store.tables.derived import gist_name as gist_name
from firsthand.store.tables.derived import kinship as kinship
from firsthand.store.tables.derived import lineage as lineage
from firsthand.store.tables.derived import lineage_document as lineage_document
from firsthand.store.tables.derived import link as link
from firsthand.store.tables.derived import meaning as meaning
from firsthand.store.tables.derived import story as story
from firsthand.store.tables.derived import story_document as story_document
from firsthand.store.tables.derived import story_lineage as story_lineage
from firsthand.store.tables.derived import thread as thread
from firsthand.store.tables.derived import thread_story as thread_story
from firsthand.store.tables.derived import touch as touch
from firsthand.store.tables.derived import understanding as understanding
from firsthand.store.tables.handed_in import handed_in as handed_in
from firsthand.store.tables.names import name_start as name_start
from firsthand.store.tables.names import outlet_part as outlet_part
from firsthand.store.tables.names import spoken as spoken
from firsthand.store.tables.notes import current_workspace as current_workspace
from firsthand.store.tables.notes import note as note
from firsthand.store.tables.notes import note_mention as note_mention
from firsthand.store.tables.queue import model_cache as model_cache
from firsthand.store.tables.queue import work as work
from firsthand.store.tables.reading import look as look
from firsthand.store.tables.reading import mute as mute
from firsthand.store.tables.reading import read_mark as read_mark
from firsthand.store.tables.reading import saved as saved
from firsthand.store.tables.search import saved_search as saved_search
from firsthand.store.tables.search import search_change as search_change
from firsthand.store.tables.search import search_epoch as search_epoch
from firsthand.store.tables.shared import Id as Id
from firsthand.store.tables.shared import metadata as metadata
from firsthand.store.tables.shelf import facet_name as facet_name
from firsthand.store.tables.shelf import story_facet as story_facet
from firsthand.store.tables.shelf import story_view as story_view
from firsthand.store.tables.truth import archive_progress as archive_progress
from firsthand.store.tables.truth import budget as budget
from firsthand.store.tables.truth import capture as capture
from firsthand.store.tables.truth import entry as entry
from firsthand.store.tables.truth import host as host
from firsthand.store.tables.truth import judgement as judgement
from firsthand.store.tables.truth import page as page
from firsthand.store.tables.truth import source as source
from firsthand.store.tables.truth import source_fetch as source_fetch
from firsthand.store.tables.truth import source_tag as source_tag
from firsthand.store.tables.truth import turn as turn
