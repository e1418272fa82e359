"""Discussions: posts and threads under an item or in a group."""
