"""A page that asks several things sees the store at one moment."""

import threading

from firsthand.store import keys
from firsthand.store.database import Store


def made(store: Store, name: str) -> None:
    with store.write() as tx:
        keys.make(tx, name)


def there(store: Store, name: str) -> bool:
    with store.read() as tx:
        return keys.find(tx, name) is not None


def test_all_that_is_read_in_a_snapshot_is_of_one_moment(store: Store) -> None:
    with store.snapshot():
        assert not there(store, "early")
        writer = threading.Thread(target=made, args=(store, "early"))
        writer.start()
        writer.join()
        with store.snapshot():
            assert not there(store, "early")
        assert not there(store, "early")
        seen: list[bool] = []
        other = threading.Thread(target=lambda: seen.append(there(store, "early")))
        other.start()
        other.join()
        assert seen == [True]
    assert there(store, "early")
