"""Sharewell: a place for what an organisation knows."""
