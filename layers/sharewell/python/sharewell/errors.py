"""The ways a request can be refused. Services raise these; `sharewell.web` alone knows statuses."""


class Refused(Exception):
    """The caller can do something about this.

    `code` is for programs, the message for people, `field` the path of what is wrong, if one is.
    """

    code = "refused"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Invalid(Refused):
    """What was sent makes no sense here."""

    code = "invalid"


class Unauthorized(Refused):
    """Who asks is not known any more: signed out everywhere, or the token is too old."""

    code = "unauthorized"


class Forbidden(Refused):
    """The caller is known, and may not."""

    code = "forbidden"


class Missing(Refused):
    """There is no such thing, or the caller may not know there is."""

    code = "missing"


class Conflict(Refused):
    """It is there already, or its state does not allow this."""

    code = "conflict"


class Stale(Refused):
    """Somebody changed it since the caller read it."""

    code = "stale"


class Gone(Refused):
    """It was there and is no more."""

    code = "gone"


class TooLarge(Refused):
    """More bytes than are taken here."""

    code = "too_large"


class TooMany(Refused):
    """A limit is reached; the message names it."""

    code = "too_many"
