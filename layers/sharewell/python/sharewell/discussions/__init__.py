"""What people say to each other under an item or in a group."""
