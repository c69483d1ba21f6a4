"""Excel comes back: an exported workbook that others edited is matched with the forum's records."""
