"""Membership rules, and the jobs that add and remove members by rules and lists."""
