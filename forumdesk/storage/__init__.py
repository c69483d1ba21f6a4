"""The forum file: an append-only log, the tables that are read from it, and what keeps both safe."""
