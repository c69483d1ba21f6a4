"""Files that travel: what comes in is checked before anything of it is believed."""
