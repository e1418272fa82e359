"""Purges deleted items and groups 30 days after their deletion."""
