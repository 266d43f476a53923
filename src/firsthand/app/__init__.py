"""The use cases: what a person or a program can ask for. Shells call these and nothing below.

Every function takes an open store and gives shapes of `firsthand.contract`; what goes wrong is a
`firsthand.model.errors.FirsthandError` with its cause and the next try.
"""

from firsthand.app.asking import capture_of as capture_of
from firsthand.app.asking import comparison as comparison
from firsthand.app.asking import document as document
from firsthand.app.asking import graph as graph
from firsthand.app.asking import positions as positions
from firsthand.app.asking import reading as reading
from firsthand.app.asking import river as river
from firsthand.app.asking import story as story
from firsthand.app.asking import thread as thread
from firsthand.app.asking import threads as threads
from firsthand.app.asking import timeline as timeline
from firsthand.app.asking import versions as versions
from firsthand.app.asking import why as why
from firsthand.app.at_work import Progress as Progress
from firsthand.app.at_work import Store as Store
from firsthand.app.at_work import default_store as default_store
from firsthand.app.at_work import open_store as open_store
from firsthand.app.care import Rebuilt as Rebuilt
from firsthand.app.care import doctor as doctor
from firsthand.app.care import health as health
from firsthand.app.care import rebuild as rebuild
from firsthand.app.care import serve_work as serve_work
from firsthand.app.correcting import judge as judge
from firsthand.app.correcting import judgements as judgements
from firsthand.app.correcting import withdraw as withdraw
from firsthand.app.followed import LONGEST_INPUT as LONGEST_INPUT
from firsthand.app.followed import MOST_INPUTS as MOST_INPUTS
from firsthand.app.followed import UPLOAD_LIMIT as UPLOAD_LIMIT
from firsthand.app.followed import add as add
from firsthand.app.followed import add_content as add_content
from firsthand.app.followed import check as check
from firsthand.app.followed import choose as choose
from firsthand.app.followed import inbox as inbox
from firsthand.app.followed import make_due as make_due
from firsthand.app.followed import opml as opml
from firsthand.app.followed import packs as packs
from firsthand.app.followed import public_host as public_host
from firsthand.app.followed import push_confirmed as push_confirmed
from firsthand.app.followed import pushed as pushed
from firsthand.app.followed import refresh as refresh
from firsthand.app.followed import serve_following as serve_following
from firsthand.app.followed import source as source
from firsthand.app.followed import source_of as source_of
from firsthand.app.followed import sources as sources
from firsthand.app.followed import unfollow as unfollow
from firsthand.app.searching import MOST_SAVED as MOST_SAVED
from firsthand.app.searching import drop_search as drop_search
from firsthand.app.searching import index_now as index_now
from firsthand.app.searching import keep_search as keep_search
from firsthand.app.searching import kept_searches as kept_searches
from firsthand.app.searching import looked_at_search as looked_at_search
from firsthand.app.searching import rename_search as rename_search
from firsthand.app.searching import search as search
from firsthand.app.searching import serve_index as serve_index
from firsthand.app.taking_in import have_archives as have_archives
from firsthand.app.taking_in import load_demo as load_demo
from firsthand.app.taking_in import read as read
from firsthand.app.taking_in import read_archives as read_archives
from firsthand.app.taking_in import read_content as read_content
from firsthand.app.taking_in import voices as voices
from firsthand.pushing import Inbox as Inbox
