"""Asking to be let into a group, and asking others in."""
