"""Assignments: items given to a group or a member to read, do or review by a due date."""
