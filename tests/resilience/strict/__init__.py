"""What AWS refuses and the in-memory AWS lets through, a file for each service."""
