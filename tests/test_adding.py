"""Add anything, from a site's front page to a list of feeds; every answer says what was found."""

import os
import random
import string
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from firsthand import app
from firsthand import contract as out
from firsthand.model.errors import InputError
from firsthand.store.database import Store
from tests.refresh.site import Site, serving

HERE = ("127.0.0.1",)
QUAY = "<html><title>Quay</title><body><article><h1>Northern quay closed</h1>" + "".join(
    f"<p>{words}</p>"
    for words in (
        "The harbour board closed the northern quay on Monday after divers found cracks in two of its piers.",
        "Ferries to the islands will leave from the fish market until the end of June, the board said.",
        "The repair is to cost about four million crowns, half of which the county has promised to pay.",
    )
)
OPML = """<opml version="2.0"><body><outline text="Harbours"><outline text="Post" xmlUrl="{at}/feed"/>
<outline title="Gazette" xmlUrl="{at}/gazette"/></outline></body></opml>"""


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site()) as made:
        yield made


def add(store: Store, *inputs: str, **chosen: object) -> out.AddOut:
    return app.add(store, inputs, out.SourceChoices(**chosen), allow_hosts=HERE)  # type: ignore[arg-type]


def one(added: out.AddOut) -> out.AddedOut:
    assert not added.problems
    [found] = added.added
    return found


def test_a_feed_is_followed_and_its_entries_are_there_at_once(store: Store, site: Site) -> None:
    found = one(add(store, f"{site.at}/feed", tags=["ports"]))
    assert (found.what, found.state, found.title) == ("source", "new", "Harbour Post")
    page = app.source(store, found.id)
    assert page.source.tags == ["ports"]
    assert len(page.entries) == 3
    assert site.asked["/feed"] == 1


def test_adding_again_changes_nothing(store: Store, site: Site) -> None:
    first = one(add(store, f"{site.at}/feed"))
    again = one(add(store, f"{site.at}/feed#top", tags=["new"]))
    assert (again.id, again.state) == (first.id, "known")
    assert app.source(store, first.id).source.tags == ["new"]
    assert len(app.sources(store).sources) == 1


def test_of_a_site_its_main_feed_is_followed(store: Store, site: Site) -> None:
    found = one(add(store, site.at))
    assert found.address == f"{site.at}/feed"
    assert site.asked["/comments/feed"] == 0


def test_a_feed_that_does_not_work_gives_way_to_the_next(store: Store, site: Site) -> None:
    site.paths["/"] = str(site.paths["/"]).replace("/comments/feed", "/sport.xml").replace("Comments", "Sport")
    site.paths["/sport.xml"] = site.paths.pop("/feed")
    assert one(add(store, site.at)).address == f"{site.at}/sport.xml"


def test_a_site_that_names_no_feed_is_tried_where_feeds_often_are(store: Store, site: Site) -> None:
    site.paths["/"] = "<html><title>Harbour Post</title><p>News</p></html>"
    site.paths["/rss.xml"] = site.paths.pop("/feed")
    assert one(add(store, site.at)).address == f"{site.at}/rss.xml"


def test_a_site_without_any_feed_is_told(store: Store, site: Site) -> None:
    site.paths = {"/": "<html><title>Harbour</title><body><p>All the news of the quay, today and every day.</p></html>"}
    added = add(store, site.at)
    assert [problem.code for problem in added.problems][-1] == "no_feed"
    assert not app.sources(store).sources


def test_an_article_is_read_once_and_its_sites_feed_offered(store: Store, site: Site) -> None:
    found = one(add(store, f"{site.at}/page/1"))
    assert (found.what, found.state, found.title) == ("page", "read", "Quay report 1")
    assert [offer.address for offer in found.offers] == [f"{site.at}/feed"]
    assert not app.sources(store).sources


@pytest.mark.parametrize(
    ("status", "code"),
    [(404, "not_found"), (403, "forbidden"), (500, "server_error"), (410, "gone"), (429, "rate_limited")],
)
def test_what_cannot_be_had_is_told_with_its_cause(store: Store, site: Site, status: int, code: str) -> None:
    site.paths["/feed"] = (status, "text/plain", "no")
    added = add(store, f"{site.at}/feed")
    assert [problem.code for problem in added.problems] == [code]
    assert all(problem.next_try for problem in added.problems)


def test_private_addresses_are_refused_unless_allowed(store: Store, site: Site) -> None:
    [problem] = app.add(store, [f"{site.at}/feed"]).problems
    assert problem.code == "blocked_address"


def test_a_list_of_feeds_keeps_its_folders_and_is_idempotent(store: Store, site: Site, tmp_path: Path) -> None:
    path = tmp_path / "feeds.opml"
    path.write_text(OPML.replace("{at}", site.at))
    first, again = add(store, str(path)), add(store, str(path))
    assert [one.state for one in first.added] == ["new", "new"]
    assert [one.state for one in again.added] == ["known", "known"]
    assert {tag for s in app.sources(store).sources for tag in s.tags} == {"Harbours"}
    assert not site.asked  # nothing is fetched before it is due


def test_what_is_written_out_is_read_again_as_it_was(store: Store, site: Site) -> None:
    found = one(
        add(
            store,
            f"{site.at}/feed",
            tags=["a", "b"],
            rules=["mute title: lottery"],
            full_text="always",
            retention="keep 90 days",
        )
    )
    app.choose(store, found.id, out.SourceChoices(interval_minutes=90, title="The Post", paused=True))
    before = app.source(store, found.id).source
    written = app.opml(store)
    app.unfollow(store, found.id)
    assert not app.sources(store).sources
    assert app.add_content(store, written, "feeds.opml").added[0].state == "new"
    after = app.source(store, found.id).source
    chosen = ("name", "tags", "rules", "full_text", "retention", "interval_minutes", "paused")
    assert [getattr(before, name) for name in chosen] == [getattr(after, name) for name in chosen]


def test_a_saved_feed_is_followed_where_it_is_from(store: Store, site: Site, tmp_path: Path) -> None:
    site.list(2, more="<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='self' href='{at}/feed'/>")
    path = tmp_path / "saved.xml"
    path.write_text(str(site.paths["/feed"][2]).replace("{at}", site.at))
    found = one(add(store, str(path)))
    assert found.address == f"{site.at}/feed"
    assert len(app.source(store, found.id).entries) == 2


def test_a_folder_is_watched_and_what_lies_in_it_is_read(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "dropped"
    folder.mkdir()
    page = folder / "quay.html"
    page.write_text(QUAY)
    os.utime(page, (1_700_000_000, 1_700_000_000))
    found = one(add(store, str(folder)))
    assert found.what == "source"
    done = app.refresh(store)
    assert (done.sources, done.captures) == (1, 1)
    assert app.refresh(store, [found.id]).captures == 0


def test_standard_input_may_be_a_list_or_a_page(store: Store, site: Site) -> None:
    listed = app.add(store, ["-"], stdin=BytesIO(OPML.replace("{at}", site.at).encode()))
    assert len(listed.added) == 2
    assert app.add(store, ["-"], stdin=BytesIO(QUAY.encode())).added[0].what == "page"


def test_a_mailbox_wants_the_name_of_a_variable(store: Store) -> None:
    [problem] = add(store, "imaps://mara@mail.example/News").problems
    assert problem.code == "login"
    found = one(add(store, "imaps://mara@mail.example/News", password_env="FIRSTHAND_PASSWORD_MARA"))
    assert app.source(store, found.id).source.kind == "mailbox"


def test_nothing_stops_at_what_cannot_be_added(store: Store, site: Site) -> None:
    added = add(store, "nowhere/at/all.txt", f"{site.at}/feed", "gopher://old.example/")
    assert [problem.code for problem in added.problems] == ["no_file", "scheme"]
    assert len(added.added) == 1


def test_a_refresh_reads_visits_and_works_through(store: Store, site: Site) -> None:
    found = one(add(store, f"{site.at}/feed"))
    done = app.refresh(store, [found.id], allow_hosts=HERE)
    assert (done.pages, done.captures, done.failed) == (3, 3, 0)
    page = app.source(store, found.id)
    assert {entry.state for entry in page.entries} == {"read"}
    assert all(entry.documents for entry in page.entries)
    assert app.river(store).stories


def test_a_starter_pack_is_followed_as_a_whole_and_nothing_is_fetched_yet(store: Store) -> None:
    added = add(store, "pack:de")
    listed = app.sources(store).sources
    assert len(added.added) == len(listed) > 20
    assert {s.state for s in listed} == {"new"}
    assert app.sources(store).tags == {"Deutsch": len(listed)}


def test_a_pack_that_does_not_exist_is_told_with_those_that_do(store: Store) -> None:
    [problem] = add(store, "pack:xx").problems
    assert problem.code == "no_pack"
    assert "de" in problem.next_try


def test_a_page_that_lists_feeds_is_looked_into(store: Store, site: Site) -> None:
    site.paths["/"] = "<html><title>Harbour Post</title><body><a href='/rss/'>RSS</a><p>News</p></body></html>"
    site.paths["/rss/"] = "<html><title>Our feeds</title><body><a href='/feed'>RSS: all news</a></body></html>"
    assert one(add(store, site.at)).address == f"{site.at}/feed"


def test_an_index_of_sitemaps_is_followed_into_its_newest(store: Store, site: Site) -> None:
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    maps = "".join(f"<sitemap><loc>{{at}}/map{n}.xml</loc><lastmod>2026-05-0{n}</lastmod></sitemap>" for n in (1, 3, 2))
    site.paths["/news-sitemap.xml"] = (200, "application/xml", f"<sitemapindex {space}>{maps}</sitemapindex>")
    for n in (1, 2, 3):
        urls = f"<url><loc>{{at}}/page/{n}</loc><lastmod>2026-05-0{n}</lastmod></url>"
        site.paths[f"/map{n}.xml"] = (200, "application/xml", f"<urlset {space}>{urls}</urlset>")
    found = one(add(store, f"{site.at}/news-sitemap.xml"))
    assert len(app.source(store, found.id).entries) == 2
    assert site.asked["/map1.xml"] == 0


def test_an_endless_address_is_told(store: Store) -> None:
    list_ = f'<opml><body><outline text="P" xmlUrl="https://a.example/{"é" * 1500}"/></body></opml>'
    added = app.add_content(store, list_.encode(), "list.opml")
    assert [p.code for p in added.problems] == ["bad_address"]


def test_folders_of_a_list_are_tags_of_a_bounded_length(store: Store) -> None:
    folder = "".join(random.Random(1).choices(string.ascii_letters, k=3900))
    opml = (
        f'<opml><body><outline text="{folder}"><outline text="P" xmlUrl="https://a.example/f"/></outline></body></opml>'
    )
    assert not app.add_content(store, opml.encode(), "list.opml").problems
    [followed] = app.sources(store).sources
    assert followed.tags == [folder[:100]]


@pytest.mark.parametrize(
    "wrong",
    [
        "interval-minutes='-5'",
        "interval-minutes='0'",
        "interval-minutes='99999999'",
        "rules='mute maybe'",
        "retention='x'",
    ],
)
def test_what_a_list_says_was_chosen_is_checked(store: Store, wrong: str) -> None:
    opml = f"<opml xmlns:f='urn:firsthand:opml:1'><body><outline text='P' xmlUrl='https://a.example/feed' f:{wrong}/></body></opml>"
    assert len(app.add_content(store, opml.encode(), "list.opml").problems) == 1
    assert app.sources(store).sources == []


def test_a_password_in_an_address_is_neither_kept_nor_told(store: Store) -> None:
    inputs = ["imaps://mara:hunter2@mail.example/News", "ftp://mara:hunter2@a.example/feed"]
    added = app.add(store, inputs, out.SourceChoices(password_env="FIRSTHAND_PASSWORD"))
    assert [p.code for p in added.problems] == ["bad_address", "scheme"]
    assert "hunter2" not in str(added)


def test_no_variable_but_those_for_it_is_sent_to_a_mailbox(store: Store) -> None:
    with pytest.raises(InputError):
        add(store, "imaps://mara@mail.example/News", password_env="AWS_SECRET_ACCESS_KEY")
