"""Profiles of members, and the directory of people."""
