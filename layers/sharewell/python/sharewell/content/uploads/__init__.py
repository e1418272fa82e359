"""Uploads: sending files to the bucket and processing them."""
