"""Members of organisations: sign-up, roles and invitations."""
