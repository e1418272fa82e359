"""Generates committed files from the code: the OpenAPI document, its routes, the event schemas."""
