"""Entry points of requests, events and messages: the HTTP API, its contract, and consumers."""
