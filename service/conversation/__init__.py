"""What is typed in a conversation: what it leans on, and what it means written out whole."""
