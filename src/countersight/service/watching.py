"""Around every request: an id, how long it took, a span, a line in the log, headers that make a browser careful. ASGI."""

from __future__ import annotations

import logging
import os
import re
from secrets import token_hex
from time import perf_counter
from typing import Any, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from countersight.service.logs import ACCESS

BUCKETS: Final = (0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
log = logging.getLogger("countersight.service")
_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}\Z")
CAREFUL: Final = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "x-frame-options": "DENY", "cross-origin-resource-policy": "same-site"}


class Metrics:
    """The numbers of the service, for Prometheus."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("countersight_requests", "Requests answered", ("method", "route", "status"), registry=self.registry)
        self.seconds = Histogram("countersight_request_seconds", "How long requests took", ("route",), buckets=BUCKETS, registry=self.registry)
        self.running = Gauge("countersight_requests_running", "Requests being worked on", registry=self.registry, multiprocess_mode="livesum")
        self.decisions = Counter("countersight_decisions", "Matters decided", registry=self.registry)
        self.rows_not_read = Counter("countersight_rows_not_read", "Rows of uploads that could not be read", registry=self.registry)
        self.snapshot = Gauge("countersight_snapshot_info", "The snapshot in use", ("content_hash",), registry=self.registry, multiprocess_mode="livemax")

    def answered_from(self, content_hash: str) -> None:
        """The snapshot in use is another one."""
        self.snapshot.clear()
        self.snapshot.labels(content_hash).set(1)

    def gathered(self) -> CollectorRegistry:
        """The numbers to tell: of this process, or of all workers where ``PROMETHEUS_MULTIPROC_DIR`` names the folder that they share."""
        if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            return self.registry
        shared = CollectorRegistry()
        MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
        return shared

    def counted(self, decisions: int, rows_not_read: int) -> None:
        """Count what one request decided, and what of it could not be read."""
        self.decisions.inc(decisions)
        self.rows_not_read.inc(rows_not_read)


class Watching:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, metrics: Metrics, unforeseen: ASGIApp) -> None:
        """Args: the application, where its numbers go, and what answers where it breaks."""
        self.app, self.metrics, self.unforeseen = app, metrics, unforeseen
        self.tracer = tracer()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request and tell of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _ID.match(given) else token_hex(8)
        scope["request_id"] = request_id
        began, status = perf_counter(), 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["x-request-id"] = request_id
                for name, value in CAREFUL.items():
                    headers.setdefault(name, value)
            await send(message)

        async def answering() -> None:
            try:
                await self.app(scope, receive, sending)
            except Exception:  # the last net: whoever asks gets an answer, and the log the place
                log.exception("a fault of ours", extra={"request_id": request_id})
                if status:
                    raise  # a part of the answer is on its way: the connection breaks off, so that nobody takes it for whole
                await self.unforeseen(scope, receive, sending)

        self.metrics.running.inc()
        try:
            if self.tracer is None:
                await answering()
            else:
                with self.tracer.start_as_current_span(f"{scope['method']}") as span:
                    await answering()
                    span.update_name(f"{scope['method']} {route_of(scope)}")
                    span.set_attributes({"http.request.method": scope["method"], "http.route": route_of(scope), "http.response.status_code": status})
        finally:
            status = status or 500
            took, route = perf_counter() - began, route_of(scope)
            self.metrics.running.dec()
            self.metrics.requests.labels(scope["method"] if scope["method"] in _METHODS else "other", route, str(status)).inc()
            self.metrics.seconds.labels(route).observe(took)
            ACCESS.info("request", {"request_id": request_id, "method": scope["method"], "route": route, "status": status, "ms": round(took * 1000, 2)})


_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def route_of(scope: Scope) -> str:
    """The route as it is written in the code; what met none is one and the same, so that no address ends in a log or a label."""
    held = (scope.get("fastapi") or {}).get("effective_route_context")  # of a router that was included, whose routes know only their own part
    for one in (held, getattr(held, "starlette_route", None), scope.get("route")):
        path = getattr(one, "path_format", "") or getattr(one, "path", "")
        if path:
            return str(path)
    return "none"


def tracer() -> Any:  # noqa: ANN401 - OpenTelemetry's type where it is installed
    """What makes spans; None where OpenTelemetry is not installed or no SDK was set up, so that requests pay nothing for it."""
    try:
        from opentelemetry import trace  # noqa: PLC0415 - an extra
    except ImportError:
        return None
    provider = trace.get_tracer_provider()
    if type(provider).__name__ in {"ProxyTracerProvider", "NoOpTracerProvider"}:
        return None
    return provider.get_tracer("countersight")


def set_up_tracing() -> bool:
    """Send spans where ``OTEL_EXPORTER_OTLP_ENDPOINT`` says, when the SDK and its exporter are installed; True where it is done."""
    try:
        from opentelemetry import trace  # noqa: PLC0415 - an extra
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError:
        return False
    provider = TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    return True
