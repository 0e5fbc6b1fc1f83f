"""Questions written for learning: each with the program or the quotes that answer it, checked against its document.

`python -m eval.questions --corpus DIR eval/questions/written/*.jsonl` checks and counts them; README.md is their card.
"""
