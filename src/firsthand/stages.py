"""THE table of the program: every stage, in the order things flow. Read this first.

Captures come from what people hand in (`firsthand.intake`) and from what is followed (`firsthand.refresh`); then:

    capture -> extract -> understand -> reword
                       -> embed -> print -> resolve -> weigh -> thread -> affair
                                                                       -> shelve -> (served by app)

| stage      | an item is  | reads                                  | writes                                          |
|------------|-------------|----------------------------------------|-------------------------------------------------|
| extract    | a capture   | its bytes                              | documents, with every character accounted for   |
| understand | a document  | its text                               | quotes, claims, names, times, topics, a summary |
| reword     | a document  | its summary                            | a model's words, checked; off by default        |
| embed      | a document  | its headline and lead                  | what it means, where a model is installed       |
| print      | a document  | its text                               | the fingerprints it is found by                 |
| resolve    | a document  | documents that share its fingerprints, | links and lineages: who copied whom             |
|            |             | what people said of their articles     |                                                 |
| weigh      | a lineage   | lineages that share its rare words     | affinities: how likely two tell one event       |
| thread     | a lineage   | lineages near it, with their groups;   | groups, and the stories they become             |
|            |             | what people said of their events       |                                                 |
| affair     | a story     | stories that share its rare names, and | threads; which pages touch which stories        |
|            |             | all that hang together with those      |                                                 |
| shelve     | a story     | its pages and what was understood of   | its whole page, its line in the river, and what |
|            |             | them                                   | it is filtered by: all kept ready               |

Each stage is a file of `firsthand.steps`: a pure function (``run``) between a loader and a saver. What a saver returns is
due next. The result does not depend on the order in which captures came: dropping everything derived and running again
gives the same rows. Nor does it depend on how many are taken together where a stage takes several.
"""

from typing import Any

from firsthand.extract.cascade import VERSION as EXTRACT_VERSION
from firsthand.stage import Stage
from firsthand.steps import affair, embed, extract, fingerprint, resolve, reword, shelve, thread, understand, weigh
from firsthand.steps.context import Context as Context

STAGES: tuple[Stage[Any, Any], ...] = (
    Stage("extract", EXTRACT_VERSION, extract.load, extract.run, extract.save, limits=extract.LIMITS),
    Stage("understand", "1", understand.load, understand.run, understand.save, limits=understand.LIMITS),
    Stage("reword", "1", reword.load, reword.run, reword.save),
    Stage("embed", "1", embed.load, embed.run, embed.save),
    Stage("print", "2", fingerprint.load, fingerprint.run, fingerprint.save, exclusive=True, together=True),
    Stage("resolve", "4", resolve.load, resolve.run, resolve.save, exclusive=True, together=True),
    Stage("weigh", "5", weigh.load, weigh.run, weigh.save, exclusive=True, together=True),
    Stage("thread", "6", thread.load, thread.run, thread.save, exclusive=True, together=True),
    Stage("affair", "2", affair.load, affair.run, affair.save, exclusive=True),
    Stage("shelve", "1", shelve.load, shelve.run, shelve.save),
)
