"""Reactions to the events of discussions."""
