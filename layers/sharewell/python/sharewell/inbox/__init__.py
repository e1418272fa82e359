"""A member's notifications of what they may still see."""
