"""Items: notes, links and files."""
