"""The feed: new items in followed channels and own groups, and which of them are read."""
