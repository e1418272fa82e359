"""Drafts: content that a member has not published."""
