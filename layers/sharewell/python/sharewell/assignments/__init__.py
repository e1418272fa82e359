"""Items that somebody is asked to read, do or review by a day."""
