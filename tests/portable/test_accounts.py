"""Who may come in, alike on either database: coming in, going out, and what nobody may do."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from firsthand import app, passwords
from firsthand.model.errors import FirsthandError, InputError, NotAllowed, NotFound, TooManyTries
from firsthand.store import accounts, guesses, sessions
from firsthand.store.database import Store
from firsthand.store.tables import metadata
from tests.entering import CHEAP

PASSWORD, OTHER = "four words nobody joins", "another four words"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash quickly."""
    monkeypatch.setattr(passwords, "HASHER", CHEAP)


@pytest.fixture
def ada(store: Store) -> str:
    """The first administrator."""
    token = app.starting_link(store)
    assert token
    return app.open_link(store, token, name="Ada", password=PASSWORD).account


def who(store: Store, entered: app.Entered) -> str | None:
    found = app.Sessions(store).by_cookie(entered.token)
    return found and found.who.name


# The first run. -----------------------------------------------------------------------------------------------------


def test_of_two_first_visitors_one_becomes_the_administrator(store: Store) -> None:
    links = [app.starting_link(store), app.starting_link(store)]

    def come(link: str | None) -> str | None:
        try:
            return app.open_link(store, link or "", name="Ada", password=PASSWORD).account
        except NotFound:
            return None

    with ThreadPoolExecutor(4) as pool:
        came = list(pool.map(come, links * 2))
    assert len([one for one in came if one]) == 1
    assert len(app.accounts(store).accounts) == 1
    with pytest.raises(NotFound, match="does not open"):
        app.look_at_link(store, links[1] or "")


def test_without_a_password_each_start_prints_a_link_and_with_one_none(store: Store) -> None:
    first = app.open_link(store, app.starting_link(store) or "")
    assert who(store, first) == "You"
    again = app.starting_link(store)
    assert app.look_at_link(store, again or "").name == "You"
    assert app.open_link(store, again or "", password=PASSWORD).account == first.account
    assert who(store, first) is None, "a new password ends the other sessions"
    assert app.starting_link(store) is None


def test_a_link_works_once_and_not_after_its_time(store: Store, ada: str, monkeypatch: pytest.MonkeyPatch) -> None:
    link = app.invite(store, "editor")
    token = link.path.rpartition("/")[2]
    for name, password in (("", PASSWORD), ("Ben", "short"), ("ADA", PASSWORD)):
        with pytest.raises(InputError):
            app.open_link(store, token, name=name, password=password)
    assert app.look_at_link(store, token).role == "editor", "what cannot be chosen does not use it up"
    app.open_link(store, token, name="Ben", password=PASSWORD)
    with pytest.raises(NotFound):
        app.open_link(store, token, name="Cleo", password=PASSWORD)
    monkeypatch.setattr("firsthand.app.entering._SENT_LASTS", -timedelta(1))
    late = app.link_for(store, ada)
    with pytest.raises(NotFound):
        app.look_at_link(store, late.path.rpartition("/")[2])


def test_a_link_that_is_taken_back_opens_nothing(store: Store, ada: str) -> None:
    link = app.invite(store, "reader")
    (open_,) = app.accounts(store).invites
    assert (open_.id, open_.path, open_.role) == (link.id, "", "reader")
    app.take_back_link(store, link.id)
    with pytest.raises(NotFound):
        app.look_at_link(store, link.path.rpartition("/")[2])
    with pytest.raises(NotFound):
        app.take_back_link(store, link.id)


# Passwords. ---------------------------------------------------------------------------------------------------------


def test_a_name_signs_in_without_regard_to_case_and_spelling(store: Store, ada: str) -> None:
    app.rename_account(store, ada, "Zoë  Ferry")
    for name in ("zoë ferry", "ZOE\u0308 FERRY", " Zoë Ferry "):
        assert app.sign_in(store, name, PASSWORD).account == ada
    decomposed = app.set_password(store, ada, "schöne Fähre am Kap")
    assert app.sign_in(store, decomposed.name, "scho\u0308ne Fa\u0308hre am Kap").account == ada


def test_an_unknown_name_and_a_wrong_password_have_one_answer(store: Store, ada: str) -> None:
    told = set()
    for name, password in (("Ada", "wrong"), ("Nobody", PASSWORD), ("\ud800", "x"), ("", ""), ("Ada", "x" * 10**6)):
        with pytest.raises(InputError) as caught:
            app.sign_in(store, name, password)
        told.add(str(caught.value))
    assert len(told) == 1


def test_an_unknown_name_takes_as_long_as_a_known_one(store: Store, ada: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes the time is hashing, and both hash once with the same parameters."""
    hashed: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:
            hashed.append(str(hash).rpartition("$p=")[0].rpartition("$")[0])
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "HASHER", Counting(1, 8, 1))
    for name in ("Ada", "Nobody"):
        with pytest.raises(InputError):
            app.sign_in(store, name, "wrong password")
    app.add_account(store, "Ben", "reader")
    with pytest.raises(InputError):
        app.sign_in(store, "Ben", "he has no password")
    assert len(hashed) == 3
    assert len(set(hashed)) == 1


def test_a_hash_with_yesterdays_parameters_is_renewed(store: Store, ada: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(2, 8, 1))
    app.sign_in(store, "Ada", PASSWORD)
    with store.read() as tx:
        kept = accounts.get(tx, ada).password or ""
    assert "t=2" in kept
    assert app.sign_in(store, "Ada", PASSWORD).account == ada


def test_ten_guesses_a_minute_and_not_even_the_right_one_more(store: Store, ada: str) -> None:
    for _ in range(10):
        with pytest.raises(InputError):
            app.sign_in(store, "ada", "guess", address="127.0.0.1")
    with pytest.raises(TooManyTries) as caught:
        app.sign_in(store, "Ada", PASSWORD, address="127.0.0.2")
    assert 1 <= caught.value.seconds <= 60
    with pytest.raises(TooManyTries):
        app.change_password(store, ada, PASSWORD, OTHER)
    with store.write() as tx:
        bucket = guesses.Bound("x", 1, timedelta(minutes=1))
        assert guesses.take(tx, [bucket], datetime.now(UTC)) is None
        assert guesses.take(tx, [bucket], datetime.now(UTC)) is not None
        assert guesses.take(tx, [bucket], datetime.now(UTC) + timedelta(seconds=61)) is None


def test_guesses_at_once_are_counted_one_by_one(store: Store, ada: str) -> None:
    def guess(_: int) -> str:
        try:
            app.sign_in(store, "Ada", "guess")
        except FirsthandError as error:
            return type(error).__name__
        return "in"

    with ThreadPoolExecutor(8) as pool:
        came = sorted(pool.map(guess, range(24)))
    assert came == ["InputError"] * 10 + ["TooManyTries"] * 14


def test_an_address_may_not_try_all_names(store: Store, ada: str) -> None:
    for number in range(60):
        with pytest.raises(InputError):
            app.sign_in(store, f"name {number}", "guess", address=f"2001:db8::{number:x}")
    with pytest.raises(TooManyTries):
        app.sign_in(store, "Ada", PASSWORD, address="2001:db8::ffff")
    assert app.sign_in(store, "Ada", PASSWORD, address="2001:db8:0:1::1").account == ada


@pytest.mark.parametrize("password", ["short", "x" * 1025, "aaaaaaaaaaaa", "ada LOVELACE", "ä" * 600])
def test_what_is_no_password(store: Store, ada: str, password: str) -> None:
    app.rename_account(store, ada, "Ada Lovelace")
    with pytest.raises(InputError):
        app.set_password(store, ada, password)


@pytest.mark.parametrize("name", ["", " \t", "a" * 61, "a:b", "a\x00b", "a\u202eb", "a\u200bb", "\ud800", "x" * 10**6])
def test_what_is_no_name(store: Store, ada: str, name: str) -> None:
    with pytest.raises(InputError):
        app.add_account(store, name, "reader")


def test_changing_the_password_needs_the_present_one_and_ends_every_session(store: Store, ada: str) -> None:
    one, two = app.sign_in(store, "Ada", PASSWORD), app.sign_in(store, "Ada", PASSWORD)
    with pytest.raises(InputError, match="present password"):
        app.change_password(store, ada, "wrong", OTHER)
    link = app.link_for(store, ada)
    app.change_password(store, ada, PASSWORD, OTHER)
    assert [who(store, s) for s in (one, two)] == [None, None]
    with pytest.raises(NotFound):
        app.look_at_link(store, link.path.rpartition("/")[2])
    assert app.sign_in(store, "Ada", OTHER).account == ada


def test_nothing_secret_is_kept_as_it_is(store: Store, ada: str) -> None:
    secret = [app.sign_in(store, "Ada", PASSWORD).token, app.add_app_password(store, ada, "phone").password]
    secret += [app.invite(store, "reader").path.rpartition("/")[2], PASSWORD]
    with store.read() as tx:
        kept = [row for table in metadata.sorted_tables for row in tx.conn.execute(table.select())]
    assert not [word for word in secret if word in repr(kept)]


# Sessions. ----------------------------------------------------------------------------------------------------------


def test_signing_out_ends_one_session_and_everywhere_the_others(store: Store, ada: str) -> None:
    some = [app.sign_in(store, "Ada", PASSWORD, agent=f"browser {n}") for n in range(4)]
    lookup = app.Sessions(store)
    handles = [found.session for s in some if (found := lookup.by_cookie(s.token))]
    app.sign_out(store, some[0].token)
    assert [who(store, s) for s in some] == [None, "Ada", "Ada", "Ada"]
    app.end_session(store, ada, handles[1])
    ben = app.add_account(store, "Ben", "reader")
    with pytest.raises(NotFound):
        app.end_session(store, ben.id, handles[2])
    app.end_sessions(store, ada, but=handles[3])
    assert [who(store, s) for s in some] == [None, None, None, "Ada"]
    (left,) = app.own_account(store, ada, handles[3]).sessions
    assert (left.agent, left.here) == ("browser 3", True)


def test_a_session_ends_with_its_days(store: Store, ada: str) -> None:
    entered = app.sign_in(store, "Ada", PASSWORD)
    with store.read() as tx:
        later = datetime.now(UTC) + timedelta(days=31)
        assert sessions.known(tx, passwords.digest(entered.token), later) is None
    assert entered.days == 30


def test_what_was_remembered_is_forgotten_with_any_change_in_this_process(store: Store, ada: str) -> None:
    entered, lookup = app.sign_in(store, "Ada", PASSWORD), app.Sessions(store)
    assert lookup.remembered(entered.token) is None
    lookup.by_cookie(entered.token)
    found = lookup.remembered(entered.token)
    assert found
    assert found.who.name == "Ada"
    app.set_preferences(store, ada, theme="dark")
    assert lookup.remembered(entered.token) is None
    found = lookup.by_cookie(entered.token)
    assert found
    assert found.preferences.theme == "dark"
    app.sign_out(store, entered.token)
    assert lookup.remembered(entered.token) is None


def test_what_was_remembered_is_soon_forgotten(store: Store, ada: str, monkeypatch: pytest.MonkeyPatch) -> None:
    entered, lookup = app.sign_in(store, "Ada", PASSWORD), app.Sessions(store)
    lookup.by_cookie(entered.token)
    monkeypatch.setattr("firsthand.app.sessions.REMEMBERED_SECONDS", 0.0)
    assert lookup.remembered(entered.token) is None


def test_a_program_comes_in_by_its_own_password_only(store: Store, ada: str) -> None:
    made, lookup = app.add_app_password(store, ada, "  my\nphone "), app.Sessions(store)
    assert (made.name, made.used) == ("my phone", None)
    for name in ("", "ada"):
        assert lookup.by_password(made.password, name) is not None
    assert lookup.by_password(made.password, "Ben") is None
    assert lookup.by_password(PASSWORD, "ada") is None
    assert lookup.by_cookie(made.password) is None
    ben = app.add_account(store, "Ben", "reader")
    with pytest.raises(NotFound):
        app.remove_app_password(store, ben.id, made.id)
    app.remove_app_password(store, ada, made.id)
    assert lookup.remembered(made.password, "ada") is None
    assert lookup.by_password(made.password, "ada") is None


# Roles, and the last administrator. ---------------------------------------------------------------------------------


def test_the_last_administrator_stays_one(store: Store, ada: str) -> None:
    ben = app.add_account(store, "Ben", "administrator", PASSWORD)
    app.disable_account(store, ben.id)
    for act in (app.disable_account, app.remove_account, lambda s, a: app.set_role(s, a, "reader")):
        with pytest.raises(InputError, match="only administrator"):
            act(store, ada)
    app.enable_account(store, ben.id)
    assert app.set_role(store, ada, "reader").role == "reader"


def test_two_administrators_who_remove_each_other_do_not_both_succeed(store: Store, ada: str) -> None:
    ben = app.add_account(store, "Ben", "administrator", PASSWORD)

    def remove(account: str) -> bool:
        try:
            app.remove_account(store, account)
        except InputError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(remove, [ada, ben.id])) == [False, True]


def test_who_is_disabled_comes_in_by_nothing(store: Store, ada: str) -> None:
    ben = app.add_account(store, "Ben", "reader", PASSWORD)
    entered, program = app.sign_in(store, "Ben", PASSWORD), app.add_app_password(store, ben.id, "phone")
    link = app.link_for(store, ben.id)
    app.disable_account(store, ben.id)
    assert who(store, entered) is None
    assert app.Sessions(store).by_password(program.password, "") is None
    with pytest.raises(NotFound):
        app.look_at_link(store, link.path.rpartition("/")[2])
    with pytest.raises(NotAllowed, match="disabled"):
        app.sign_in(store, "Ben", PASSWORD)
    with pytest.raises(InputError, match="wrong"):
        app.sign_in(store, "Ben", "wrong password")
    for act in (app.link_for, app.enter_as):
        with pytest.raises(FirsthandError):
            act(store, ben.id)
    app.enable_account(store, ben.id)
    assert app.sign_in(store, "Ben", PASSWORD).account == ben.id


def test_removing_an_account_takes_all_that_is_its_own(store: Store, ada: str) -> None:
    ben = app.add_account(store, "Ben", "reader", PASSWORD)
    app.sign_in(store, "Ben", PASSWORD)
    app.add_app_password(store, ben.id, "phone")
    app.link_for(store, ben.id)
    app.remove_account(store, ben.id)
    with store.read() as tx:
        kept = [row for table in metadata.sorted_tables for row in tx.conn.execute(table.select())]
    assert ben.id not in repr(kept)
    assert app.add_account(store, "ben", "reader").id != ben.id


def test_a_name_is_anybodys_once(store: Store, ada: str) -> None:
    with pytest.raises(InputError, match="called Ada already"):
        app.add_account(store, "ADA", "reader")
    ben = app.add_account(store, "Ben", "reader")
    with pytest.raises(InputError):
        app.rename_account(store, ben.id, "ada")
    assert app.rename_account(store, ben.id, "BEN").name == "BEN"
    assert app.account_of(store, "ben").id == app.account_of(store, ben.id).id == ben.id
    for given in ("cleo", "acc_aaaaaaaaaaaaaaaa"):
        with pytest.raises(NotFound):
            app.account_of(store, given)


# Preferences, and what all processes share. -------------------------------------------------------------------------


def test_preferences_are_kept_and_what_is_not_understood_is_as_if_not_chosen(store: Store, ada: str) -> None:
    chosen = app.set_preferences(store, ada, density="headlines", languages=["EN", "de", "en"], keys=False)
    assert app.preferences(store, ada) == chosen
    assert (chosen.languages, chosen.keys, chosen.theme) == (("en", "de"), False, "auto")
    for bad in ({"theme": "sepia"}, {"colour": "red"}, {"keys": "on"}, {"languages": ["english"]}, {"theme": []}):
        with pytest.raises(InputError):
            app.set_preferences(store, ada, **bad)
    with store.write() as tx:
        of_tomorrow = '{"theme":"dark","density":"sepia","order":7,"keys":"x","languages":{},"of_tomorrow":[1]}'
        accounts.change(tx, ada, {"preferences": of_tomorrow})
    found = app.preferences(store, ada)
    assert (found.theme, found.density, found.order, found.languages) == ("dark", "standard", "newest", ())


def test_every_process_signs_with_one_key(store: Store) -> None:
    with ThreadPoolExecutor(4) as pool:
        keys = set(pool.map(lambda _: app.signing_key(store), range(8)))
    assert len(keys) == 1
    assert len(keys.pop()) == 32


def test_registration_is_off_until_it_is_on(store: Store, ada: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotAllowed):
        app.register(store, "Cleo", PASSWORD)
    monkeypatch.setenv("FIRSTHAND_REGISTRATION", "reader")
    entered = app.register(store, "Cleo", PASSWORD, address="127.0.0.1")
    assert app.account_of(store, entered.account).role == "reader"
    for number in range(9):
        app.register(store, f"Cleo {number}", PASSWORD, address="127.0.0.1")
    with pytest.raises(TooManyTries):
        app.register(store, "One more", PASSWORD, address="127.0.0.1")


def test_nobody_registers_before_the_first_run(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTHAND_REGISTRATION", "reader")
    assert not app.ways_in(store).registration
    with pytest.raises(NotAllowed):
        app.register(store, "Cleo", PASSWORD)
