"""What people do with a forum: one file for each thing, the same for the window and the command line."""
