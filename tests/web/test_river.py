"""The river's page: filters as links that combine, what is new, and the buttons."""

import re

import pytest

from firsthand.contract import FacetOut, Narrowed
from firsthand.web.narrowing import Address, back_to, shown


def token(page):
    return re.search(r'name="csrf" value="([^"]+)"', page)[1]


def test_stories_are_articles_of_a_feed_with_their_place_and_name(reader, samples):
    page = reader.get("/").text
    assert 'role="feed"' in page
    places = re.findall(
        r'<article role="article" data-story="(sto_\w+)" aria-posinset="(\d)" aria-setsize="-1" aria-labelledby="h-\1"',
        page,
    )
    assert [place for _, place in places] == ["1", "2", "3"]
    assert f'data-open href="/story/{samples.STORY}"' in page


def test_what_is_new_is_said_in_words(reader):
    page = reader.get("/").text
    assert "3</b> stories are new since you looked" in page
    assert "Since you looked: <b>1 independent source</b>" in page
    assert page.count("You have read what follows") == 1


def test_filters_combine_in_the_address_and_come_off_one_by_one(reader, newsroom, samples):
    topic = samples.an_id("ent", "t")
    page = reader.get("/", params={"topic": topic, "independent": "3", "unread": "1", "order": "top"}).text
    wanted = Narrowed(topic=topic, independent=3, unread=True)
    assert newsroom.asked[-1] == ("river", (30, None, "top", wanted))
    assert "<h1>Economy, business and finance, 3 or more independent, unread</h1>" in page
    assert f'href="/?topic={topic}&amp;independent=3&amp;order=top" aria-label="Take off: unread"' in page
    assert 'rel="next" href="/?topic=' in page


def test_a_filter_that_finds_nothing_says_so_and_does_not_invite(reader):
    page = reader.get("/?folder=ports").text
    assert "No story matches." in page
    assert "Nothing here yet" not in page
    assert "You are up to date." in reader.get("/?folder=ports&unread=1").text


@pytest.mark.parametrize("density", ["headlines", "standard", "summary"])
def test_three_densities(reader, density):
    page = reader.get("/", params={"density": density}).text
    assert f'class="feed by-{density}"' in page
    assert ('class="gist"' in page) == (density == "summary")


@pytest.mark.parametrize("query", ["order=x", "density=x", "independent=-1", "independent=x", f"outlet={'a' * 301}"])
def test_a_bad_filter_is_a_page_that_says_so(reader, query):
    assert reader.get(f"/?{query}").status_code == 400


def test_buttons_do_what_they_say_and_lead_back(reader, newsroom, samples):
    csrf = token(reader.get("/").text)
    for path, fields, did, back in (
        ("/looked", {"story": samples.STORY}, ("look", (samples.STORY, False)), "/?unread=1"),
        ("/looked", {"unread": samples.STORY}, ("look", (samples.STORY, True)), "/?unread=1"),
        ("/saved", {"item": samples.STORY}, ("save", (samples.STORY, True)), "/?unread=1"),
        ("/saved", {"out": samples.WIRE}, ("save", (samples.WIRE, False)), "/?unread=1"),
        ("/muted", {"story": samples.STORY}, ("mute", ("story", samples.STORY)), "/?unread=1&did=muted"),
        (
            "/muted",
            {"kind": "word", "value": "golf", "off": "1"},
            ("unmute", ("word", "golf")),
            "/?unread=1&did=unmuted",
        ),
    ):
        answer = reader.post(path, data={"csrf": csrf, "back": "/?unread=1", **fields}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, back)
        assert newsroom.asked[-1] == did


def test_marking_all_as_read_offers_to_take_it_back(reader, newsroom):
    page = reader.get("/").text
    answer = reader.post("/looked/all", data={"csrf": token(page), "back": "/"}, follow_redirects=True).text
    assert "Everything is marked as read." in answer
    assert 'action="/looked/all/undo"' in answer
    answer = reader.post("/looked/all/undo", data={"csrf": token(page), "back": "/?did=read"}).text
    assert "unread again" in answer
    assert [name for name, _ in newsroom.asked if "all" in name] == ["look_at_all", "undo_look_at_all"]


def test_buttons_want_the_token(reader, samples):
    for path in ("/looked", "/looked/all", "/looked/all/undo", "/saved", "/muted"):
        assert reader.post(path, data={"story": samples.STORY}).status_code == 403


def test_what_is_muted_is_listed_with_a_way_back(reader, samples):
    page = reader.get("/muted").text
    assert samples.EVIL not in page
    assert "German" in page
    assert page.count("Unmute") == 2


def test_nothing_a_button_names_leads_elsewhere():
    for path in (
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        "/login/x",
        "\x00",
    ):
        assert back_to(path) == "/", path
    assert back_to("/story/sto_a#x", "muted") == "/story/sto_a?did=muted"


def test_an_address_keeps_what_it_says():
    address = Address(Narrowed(language="de", muted=True), "top")
    assert address.here == "/?language=de&muted=1&order=top"
    assert address.next("1.sto_a") == "/?language=de&muted=1&order=top&after=1.sto_a"
    assert address.without("language") == "/?muted=1&order=top"
    assert [s.words for s in shown(Narrowed(outlet="ent_x"), [FacetOut("outlet", "ent_x", "Post")])] == ["Post"]


def test_only_languages_that_a_reader_likes_are_asked_for_and_it_is_said(reader, newsroom):
    reader.post("/account/preferences", data={"csrf": token(reader.get("/").text), "languages": "de"})
    assert 'Only stories in German. <a href="/account">Change that</a>' in reader.get("/").text
    assert newsroom.asked[-1] == ("river", (30, None, ("de",)))
    assert "Only stories in" not in reader.get("/?language=en").text
