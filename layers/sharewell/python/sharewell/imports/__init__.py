"""Imports: many files at once, from a folder in a browser or from a ZIP archive."""
