"""Lineages become stories; what their texts date becomes a timeline."""
