"""What members make of items: reactions, what helped them, what they save."""
