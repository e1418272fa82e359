"""What members have begun to write."""
