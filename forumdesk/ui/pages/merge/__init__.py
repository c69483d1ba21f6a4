"""Bring together: what other laptops hand in is looked at, taken in, and settled where it differs."""
