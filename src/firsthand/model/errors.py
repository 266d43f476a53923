"""Everything the program raises on purpose.

FirsthandError              something a person can act on; its text is the line they are shown
├── InputError              what was handed in cannot be used
│   ├── UnreadableInput     no such file, no permission, a folder without readable files
│   ├── UnsupportedInput    binary, empty, too large, a kind that is not read yet
│   └── UnreachableAddress  DNS, connection, TLS, time-out, HTTP status, blocked address
├── StoreError              the store cannot be opened, is too new, is locked
├── SettingsError           a setting has a name or a value that nobody knows
├── ModelError              a language model that was asked for is not installed, or is not the one we know
├── NotAllowed              the account may not do this
├── TooManyTries            what may be guessing has to wait
└── NotFound                an id nobody knows

A page that is merely odd raises nothing: it yields a `Problem`, which is a value.
"""


class FirsthandError(Exception):
    """A failure with its cause and the next try, in one line for a person."""

    def __init__(self, cause: str, next_try: str = "") -> None:
        super().__init__(f"{cause} {next_try}".strip())
        self.cause = cause
        self.next_try = next_try


class InputError(FirsthandError):
    """What was handed in cannot be used; ``code`` names the cause for good, ``place`` is the input as it was given."""

    def __init__(self, code: str, cause: str, next_try: str = "", place: str = "") -> None:
        super().__init__(cause, next_try)
        self.code = code
        self.place = place


class UnreadableInput(InputError):
    """No such file, no permission, nothing inside."""


class UnsupportedInput(InputError):
    """Empty, binary, too large, or of a kind that is not read yet."""


class UnreachableAddress(InputError):
    """The address could not be fetched, or must not be.

    ``status`` is what the server answered, where it did; ``retry_seconds`` is when it wants to be asked again, where it
    said so.
    """

    def __init__(
        self,
        code: str,
        cause: str,
        next_try: str = "",
        place: str = "",
        *,
        status: int | None = None,
        retry_seconds: float | None = None,
    ) -> None:
        super().__init__(code, cause, next_try, place)
        self.status = status
        self.retry_seconds = retry_seconds


class StoreError(FirsthandError):
    """The store cannot be opened or used."""


class SettingsError(FirsthandError):
    """A setting has a name or a value that nobody knows; the text names it and what it may be."""


class ModelError(FirsthandError):
    """A language model that was asked for is not installed, or its files are not those we know."""


class NotAllowed(FirsthandError):
    """Whoever asks may not do this."""


class TooManyTries(FirsthandError):
    """There were too many tries; ``seconds`` is how long to wait before the next."""

    def __init__(self, cause: str, next_try: str, seconds: int) -> None:
        super().__init__(cause, next_try)
        self.seconds = seconds


class NotFound(FirsthandError):
    """Nobody knows this id."""
