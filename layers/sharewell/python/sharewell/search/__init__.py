"""Full-text search of what a caller may see, tolerant of typos, in a blink."""
