"""Lineages become stories."""
