"""From a file on a desk to an item with its bytes in the bucket."""
