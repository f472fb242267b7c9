"""The HTTP API: ``/v1``, and the wire format of yente beside it."""
