"""Groups: lists of members with a purpose, their roles, origins and membership rules."""
