"""Base of every other package: values, ids, errors, events and the caller."""
