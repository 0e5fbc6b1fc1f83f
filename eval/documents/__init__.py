"""Documents of other organizations with their truth: made into every format, read by the indexer, and scored.

`sources/NAME.html` is a whole report as a person reads it; `data-*` attributes say what an indexer should find of it.
`python -m eval.documents --sources eval/documents/sources --work DIR` renders, reads and prints the scores.
"""
