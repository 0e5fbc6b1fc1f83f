"""What /metrics tells, in Prometheus' text format."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

__all__ = ["CONTENT_TYPE_LATEST", "Metrics"]


class Metrics:
    """The service's own registry, so that two applications in one process do not share counts."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "porsesh_requests", "Requests by route, method and status", ["route", "method", "status"], registry=self.registry
        )
        self.seconds = Histogram("porsesh_request_seconds", "Time to reply by route", ["route"], registry=self.registry)
        self.answers = Counter("porsesh_answers", "Answers by kind", ["kind"], registry=self.registry)
        self.feedback = Counter("porsesh_feedback", "Feedback by judgement", ["helpful"], registry=self.registry)
        self.ready = Gauge("porsesh_ready", "1 while an index is loaded", registry=self.registry)

    def count(self, kind: str) -> None:
        """Counts an answer of this kind."""
        self.answers.labels(kind).inc()

    def text(self) -> bytes:
        return generate_latest(self.registry)
