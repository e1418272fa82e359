"""Sharewell: who knows what, in one place, kept."""
