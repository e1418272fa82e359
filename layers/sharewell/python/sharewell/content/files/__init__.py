"""Files of items: their text, bytes and pictures."""
