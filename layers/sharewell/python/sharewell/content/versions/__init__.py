"""Earlier versions of items."""
