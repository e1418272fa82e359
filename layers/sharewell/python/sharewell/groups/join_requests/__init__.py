"""Join requests and group invitations."""
