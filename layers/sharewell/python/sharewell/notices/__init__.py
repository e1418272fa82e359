"""What happened that concerns one member."""
