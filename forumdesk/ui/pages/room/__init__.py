"""The Room page."""
