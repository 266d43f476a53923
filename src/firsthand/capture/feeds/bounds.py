"""How much of a feed is read."""

#: Entries of one feed; the same as a sitemap may have. What is left out is counted in the `Feed`. Chosen so that the worst
#: feed of so many takes about a second (note 025).
MOST_ENTRIES = 50_000
