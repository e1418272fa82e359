"""A member's own notices: those of what they may still see."""
