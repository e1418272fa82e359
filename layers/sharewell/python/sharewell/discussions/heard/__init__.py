"""What follows from what was said."""
