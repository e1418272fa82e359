"""Links: what the page behind an address says of itself, fetched safely."""
