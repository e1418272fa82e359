"""Organisations, their members and sign-in."""
