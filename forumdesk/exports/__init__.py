"""Documents that leave the room: written, read back by another reader, and only then given their name."""
