"""The quality gates: what the program is measured by, on real material, against floors that cannot fall silently.

``python -m tests.gates`` from the root of the checkout measures everything; ``--data FILE`` runs the same measure on
another set of the same format. One module a gate; the measures themselves are pure and stand in `metrics`.
"""
