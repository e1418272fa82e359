"""Lists of people with a purpose."""
