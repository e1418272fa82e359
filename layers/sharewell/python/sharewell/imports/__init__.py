"""Many files at once: folders sent from a browser, and archives that are unpacked here."""
