"""Where an assignment is looked for."""
