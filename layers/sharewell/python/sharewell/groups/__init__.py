"""Lists of people with a purpose: who is in them, as what and why, and how they come in."""
