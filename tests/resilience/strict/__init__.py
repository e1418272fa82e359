"""Limits of AWS that the in-memory AWS does not enforce, a file for each service."""
