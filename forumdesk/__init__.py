"""ForumDesk: takes down, tidies and hands over what a Mayoral Forum says."""
