"""What was found out about documents is kept while they are the same objects, and can be forgotten."""

from firsthand.resolve.kept import forget, kept
from tests.made import STRIKE, document


def test_it_is_found_out_once_until_it_is_forgotten() -> None:
    asked: list[str] = []

    @kept
    def found(page: object) -> int:
        asked.append(str(page))
        return len(asked)

    page = document(*STRIKE)
    assert [found(page), found(page)] == [1, 1]
    forget()
    assert found(page) == 2
