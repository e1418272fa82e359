"""Channels: topics that content is tagged with and members follow."""
