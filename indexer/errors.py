"""What can go wrong, in words for the person who can mend it.

PorseshError
├── SeedError        a seed folder or file that cannot be read
│   └── UnreadableError  one document whose file cannot be read
├── CorpusError      a corpus or index that is missing, unfinished or damaged
├── CorrectionError  a corrections file that cannot be applied
└── EmbeddingError   an embedding model that cannot be had
"""


class PorseshError(Exception):
    """Base of all errors whose message (Persian, one line) may be shown to the user."""


class SeedError(PorseshError):
    """A seed folder or file cannot be read."""


class UnreadableError(SeedError):
    """One document whose file cannot be read (encrypted, broken, empty, too large, of no known format); the others go on."""


class CorpusError(PorseshError):
    """A corpus or index is missing, unfinished or damaged."""


class CorrectionError(PorseshError):
    """A corrections file cannot be read or applied."""


class EmbeddingError(PorseshError):
    """The embedding model cannot be had."""
