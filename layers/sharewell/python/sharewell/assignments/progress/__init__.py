"""The progress of assignees with their assignments."""
