"""Keeping items true: who verifies them, and what is due."""
