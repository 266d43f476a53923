"""Records are read by several threads at once from the first moment on."""

import subprocess
import sys

_READ = """
import sys, threading
from firsthand import contract
from firsthand.model.document import Document
from firsthand.model.story import Story
from firsthand.store import records

sys.setswitchinterval(1e-6)
kinds = [contract.StoryPageOut, Story, Document, contract.DocumentOut]
begin = threading.Barrier(12)

def read(kind):
    begin.wait()
    for way in (records.unpack, records.decode):
        try:
            way(kind, b"\\x80" if way is records.unpack else "{}")
        except Exception:
            pass  # nothing is in it; what counts is that the process lives

threads = [threading.Thread(target=read, args=(kinds[n % 4],)) for n in range(12)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def test_threads_that_read_a_kind_of_record_for_the_first_time_do_not_end_the_process():
    for _ in range(3):
        subprocess.run([sys.executable, "-c", _READ], check=True, timeout=60)
