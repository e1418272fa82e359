"""What items said before."""
