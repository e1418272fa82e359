"""Who is asking: organisations, memberships and sign-in."""
