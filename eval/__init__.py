"""The evaluation harness: gold questions, variants, metrics, statistics and the report."""
