"""Link previews, fetched safely from the page behind an address."""
