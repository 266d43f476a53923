"""Documents become links and lineages: who copied whom, and who was first."""
