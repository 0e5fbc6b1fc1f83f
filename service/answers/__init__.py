"""From evidence to an answer: every candidate says what it claims, one learned reader chooses."""
