"""What is new for one member, and what of it they have opened."""
