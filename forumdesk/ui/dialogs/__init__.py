"""Dialogs: opened without stopping the window, each let go when it is closed."""
