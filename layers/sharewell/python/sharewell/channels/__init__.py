"""Topics that content is tagged with and people follow."""
