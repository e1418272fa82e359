"""Who belongs to an organisation: members, roles and invitations."""
