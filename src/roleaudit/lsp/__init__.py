"""The language server: what `check` finds, as an organisation is being written, and what the words in it mean."""
