"""What people send of items."""
