"""One file a format, all giving the same `Document`."""
