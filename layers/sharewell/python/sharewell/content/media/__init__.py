"""What items show: files and pictures."""
