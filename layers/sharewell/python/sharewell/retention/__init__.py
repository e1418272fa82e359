"""What was deleted: gone for good after 30 days."""
