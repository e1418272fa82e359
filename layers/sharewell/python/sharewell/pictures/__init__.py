"""Pictures in texts: uploads, references and retention."""
