"""Pictures in texts: which of them are shown somewhere, and which can go."""
