"""The tests: the tree mirrors the source; the quality gates stand in `tests.gates`."""
