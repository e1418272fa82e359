"""Errors that a caller can act on; only `sharewell.edge.api` maps them to HTTP statuses."""


class DomainError(Exception):
    """A request failed in a way that the caller can act on.

    `code` is for programs, the message for people, `field` the path of the invalid field, if any.
    """

    code = "error"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Invalid(DomainError):
    """The request is invalid."""

    code = "invalid"


class Unauthorized(DomainError):
    """The caller is not signed in: signed out everywhere, or the token is too old."""

    code = "unauthorized"


class Forbidden(DomainError):
    """The caller is known and lacks the right to do this."""

    code = "forbidden"


class NotFound(DomainError):
    """The thing does not exist, or the caller may not know that it does."""

    code = "not_found"


class Conflict(DomainError):
    """The thing exists already, or its state does not allow the request."""

    code = "conflict"


class VersionConflict(DomainError):
    """The row changed since the caller read it."""

    code = "version_conflict"


class Gone(DomainError):
    """The thing existed and was removed."""

    code = "gone"


class TooLarge(DomainError):
    """The request exceeds the maximum size in bytes."""

    code = "too_large"


class LimitExceeded(DomainError):
    """A limit was reached; the message names it."""

    code = "limit_exceeded"
