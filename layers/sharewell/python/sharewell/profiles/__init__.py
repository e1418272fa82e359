"""What members say of themselves, and the directory of people."""
