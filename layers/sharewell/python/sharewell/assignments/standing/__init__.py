"""How far people are with what they were assigned."""
