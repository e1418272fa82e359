"""Rules that put people into groups, and the jobs that fill groups by rules and lists."""
