"""Reactions to items, and saved items."""
