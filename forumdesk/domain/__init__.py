"""What a forum is and the rules it keeps: plain Python, standard library only."""
