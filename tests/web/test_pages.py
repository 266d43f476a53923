"""The pages: what stands on them, and that nothing hostile gets through."""

import re
from html.parser import HTMLParser

import pytest

from firsthand.model.errors import StoreError
from tests import entering

VOID = {"meta", "link", "input", "br", "img", "hr"}


class Outline(HTMLParser):
    """Collects tags and checks that they nest; SVG shapes close themselves."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.ids, self.levels, self.faults = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.ids += [v for k, v in attrs if k == "id"]
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


def outline(text):
    parser = Outline()
    parser.feed(text)
    return parser


@pytest.fixture
def every_page(samples):
    return [
        "/",
        "/?after=x",
        "/about",
        "/api",
        *(f"/story/{s}" for s in (samples.STORY, samples.TWO_SOURCES, samples.ABSENT)),
        "/threads",
        "/threads?after=x",
        f"/thread/{samples.THREAD}",
        f"/story/{samples.STORY}/voices",
        *(f"/story/{samples.STORY}/voices?by={by}" for by in ("stance", "time")),
        *(f"/story/{s}/{p}" for s in (samples.STORY, samples.ABSENT) for p in ("timeline", "evidence", "compare")),
        f"/story/{samples.TWO_SOURCES}/evidence",
        f"/story/{samples.TWO_SOURCES}/voices",
        f"/document/{samples.WIRE}",
        f"/document/{samples.STRANGE}?from=3&to=60",
        f"/capture/{samples.CAPTURE}?from=3&to=60",
        f"/compare/{samples.WIRE}/{samples.COPY}",
        f"/compare/{samples.WIRE}/{samples.COPY}?house=1&only=1",
        f"/document/{samples.WIRE}?size=xl&capture=1",
        f"/why?a={samples.STORY}&b={samples.TWO_SOURCES}",
        f"/why?a={samples.STORY}&b={samples.an_id('lin', 'b')}",
        "/nowhere",
        "/story/x",
        "/login/used",
    ]


def test_every_page_is_well_formed_and_has_its_landmarks(reader, every_page):
    for path in every_page:
        text = reader.get(path).text
        page = outline(text)
        assert page.faults == [], path
        assert page.open == [], path
        assert len(page.ids) == len(set(page.ids)), path
        names = [tag for tag, _ in page.tags]
        assert names.count("h1") == 1, path
        assert names.count("main") == 1, path
        html = next(attributes for tag, attributes in page.tags if tag == "html")
        assert (html["lang"], html["data-base"]) == ("en", "")
        assert 'class="skip" href="#main"' in text
        assert all(b - a <= 1 for a, b in zip([0, *page.levels], page.levels, strict=False)), (path, page.levels)


def test_no_page_has_a_script_or_a_style_within_it_or_anything_from_elsewhere(reader, every_page):
    for path in every_page:
        for tag, attributes in outline(reader.get(path).text).tags:
            assert tag not in ("style", "iframe", "object"), path
            assert tag != "script" or set(attributes) == {"type", "fetchpriority", "nonce", "src"}, path
            assert tag != "img" or (attributes["src"] or "").startswith("/image?"), path
            assert not [a for a in attributes if a.startswith("on") or a == "style"], path
            for name in ("src", "href", "action"):
                value = attributes.get(name) or ""
                assert not value.lower().startswith("javascript:"), path
                if tag != "a":
                    assert value.startswith("/") or not value, path


def test_hostile_words_stay_words(reader, every_page, samples):
    seen = "".join(reader.get(path).text for path in every_page)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in seen
    assert "<script>alert" not in seen
    assert "<img" not in seen


def test_every_answer_carries_the_headers(reader, every_page):
    for path in [*every_page, "/static/site.css", "/api/stories", "/healthz"]:
        headers = reader.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"]


def test_our_own_files_are_small_and_kept(reader):
    page = reader.get("/").text
    (address,) = re.findall(r'<link rel="stylesheet" href="(/sheet/site\+river\.css\?v=\w+)">', page)
    answer = reader.get(address)
    assert "immutable" in answer.headers["cache-control"]
    assert len(answer.content) < 22 * 1024
    assert answer.text == reader.get("/static/site.css").text + reader.get("/static/river.css").text


@pytest.mark.parametrize(
    "name", ["site", "site+", "site+site.css", "../pages.py", "site+nothing.css", "%2e%2e%2fpages.css"]
)
def test_a_sheet_is_made_of_ours_alone(reader, name):
    assert reader.get(f"/sheet/{name}").status_code == 404


@pytest.mark.parametrize(
    "path", ["/static/../pages.py", "/static/%2e%2e/pages.py", "/static/..%2fpages.py", "/static/"]
)
def test_nothing_beside_our_files_is_served(reader, path):
    assert reader.get(path).status_code == 404


# river --------------------------------------------------------------------------------------------------------------


def test_the_river_has_a_line_a_story_under_its_day(reader):
    page = reader.get("/").text
    assert "Wednesday 28 May 2025" in page
    assert "14:00</time>–" in page
    assert '<b>2 outlets</b> / <b class="own">1 independent</b>' in page
    assert "<b>2 pages</b>" in page, "no outlet is known: pages are counted"


def test_the_bar_fills_a_tick_for_each_independent_source(reader, samples):
    bar = re.search(r"<svg.*?</svg>", reader.get(f"/story/{samples.TWO_SOURCES}").text, re.S)[0]
    assert (bar.count('class="own"'), bar.count('class="rep"')) == (2, 1)
    assert 'aria-hidden="true"' in bar


def test_the_next_page_is_asked_for_by_its_key(reader, newsroom):
    (link,) = re.findall(r'rel="next" href="([^"]+)"', reader.get("/").text)
    page = reader.get(link)
    assert ("river", (30, "2025-05-28T16:10Z sto_x")) in newsroom.asked
    assert "There are no older stories" in page.text


def test_an_empty_store_invites(reader, newsroom):
    newsroom.stories = []
    page = reader.get("/").text
    for command in ("firsthand serve --demo", "firsthand read page.html", "firsthand read -"):
        assert command in page


# story --------------------------------------------------------------------------------------------------------------


def test_a_story_shows_the_original_its_reasons_and_where_they_stand(reader, samples):
    page = reader.get(f"/story/{samples.STORY}").text
    assert 'back to one source, <b dir="auto">North Atlantic Press</b>; 1 other page repeats it.' in page
    end = len(samples.DATELINE)
    assert f'href="/document/{samples.WIRE}?from=0&amp;to={end}#c0-{end}"' in page
    assert page.count("Its dateline and sign-off name the agency.") == 1, "said once, not again for the lineage"


def test_a_copy_shows_its_shares_and_every_kind_of_difference(reader, samples):
    page = reader.get(f"/story/{samples.STORY}").text
    assert f'href="/compare/{samples.WIRE}/{samples.COPY}"' in page
    assert "97\N{NO-BREAK SPACE}%" in page
    assert "93\N{NO-BREAK SPACE}%" in page
    assert "<ins>The minister said nothing.</ins>" in page
    assert f"/document/{samples.COPY}?from=10&amp;to=36#c10-36" in page, "added words stand in the copy"
    assert "<del>Sign up here.</del>" in page
    assert f"/document/{samples.WIRE}?from=4&amp;to=17#c4-17" in page, "dropped words stand in the original"
    assert "<del>three officials</del>" in page
    assert "(2 times)" in page


def test_long_lists_of_differences_end_in_compare(reader, newsroom, samples):
    story = newsroom.stories[0]
    many = [samples.PassageOut(f"Passage {n}.", n, n + 9) for n in range(20)]
    story.documents[1] = samples.replace(story.documents[1], added=many)
    page = reader.get(f"/story/{samples.STORY}").text
    assert "Passage 7." in page
    assert "Passage 8." not in page
    assert "12 more in <a" in page


def test_an_absent_original_is_named_and_said_to_be_absent(reader, samples):
    page = reader.get(f"/story/{samples.ABSENT}").text
    assert "North Atlantic Press" in page
    assert "not among these pages" in page


def test_foreign_words_bring_their_direction(reader, samples):
    page = reader.get(f"/story/{samples.TWO_SOURCES}").text
    assert re.search(r'<h3[^>]* dir="auto"><a[^>]*>إغلاق', page)


def test_badges_stand_on_the_river_and_on_the_story(reader, samples):
    for path in ("/", f"/story/{samples.STORY}"):
        page = reader.get(path).text
        for words in ("corrected", "updated", "wire"):
            assert f">{words}</span>" in page, path
    assert ">original not here</span>" in reader.get(f"/story/{samples.ABSENT}").text


@pytest.mark.parametrize("path", ["story", "document"])
def test_versions_say_when_they_were_seen_and_what_they_changed(reader, samples, path):
    page = reader.get(f"/{path}/{samples.STORY if path == 'story' else samples.WIRE}").text
    assert "Versions of this page" in page
    assert f'<a href="/document/{samples.LATER}">Version 2</a>' in page
    assert f'href="/compare/{samples.WIRE}/{samples.LATER}"' in page
    assert "and 1 time more without a change" in page
    assert "“This story was corrected.”" in page
    assert "Adds one passage (“&lt;script&gt;" in page
    assert ("<b>This version</b>" in page) == (path == "document")


def test_a_page_seen_once_has_no_versions(reader, samples):
    assert "Versions of this page" not in reader.get(f"/document/{samples.STRANGE}").text


# judging ------------------------------------------------------------------------------------------------------------


def forms(page):
    """Return every form of a page as (action, fields)."""
    found = []
    for form in re.findall(r"<form.*?</form>", page, re.S):
        (action,) = re.findall(r'action="([^"]+)"', form)
        found.append((action, dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))))
    return found


def test_a_copy_can_be_corrected_by_a_button(reader, newsroom, samples):
    shown = forms(reader.get(f"/story/{samples.STORY}").text)
    ((action, fields),) = [f for f in shown if f[1].get("kind") == "not_a_copy"]
    assert (fields["subject"], fields["object"]) == (samples.an_id("art", "b"), samples.an_id("art", "a"))
    answer = reader.post(action, data=fields, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/story/{samples.STORY}?said={samples.JUDGED}")
    said = ("not_a_copy", fields["subject"], fields["object"], "administrator", "", "")
    assert newsroom.asked[-1] == ("judge", said), "in the name of whoever is signed in"
    ((action, fields),) = [f for f in shown if f[1].get("kind") == "original_is"]
    reader.post(action, data=fields, follow_redirects=False)
    assert newsroom.asked[-1] == ("judge", ("original_is", samples.an_id("art", "b"), None, "administrator", "", ""))


def test_the_timeline_tells_each_time_with_a_link_to_its_sentence(reader, samples):
    page = reader.get(f"/story/{samples.STORY}").text
    (section,) = re.findall(r'<section class="said" id="timeline">.*?</section>', page, re.S)
    assert '<time datetime="2024-03">March 2024</time> · 2 sources' in section
    assert f'href="/document/{samples.WIRE}?from=28&amp;to=125#c28-125">North Atlantic Press</a>' in section
    assert "14:00 UTC</time> · second independent source" in section
    assert 'id="timeline"' not in reader.get(f"/story/{samples.TWO_SOURCES}").text, "one entry is no timeline"


def test_what_people_said_is_listed_and_can_be_undone(reader, newsroom, samples):
    page = reader.get(f"/story/{samples.STORY}").text
    assert "What people said" in page
    assert "Ada: &lt;script&gt;" in page
    ((action, fields),) = [f for f in forms(page) if f[0].endswith("/withdraw")]
    answer = reader.post(action, data=fields, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/?said={samples.JUDGED}"), "its story is no more"
    assert newsroom.asked[-1] == ("withdraw", samples.JUDGED)
    assert "What people said" not in reader.get(f"/story/{samples.TWO_SOURCES}").text


@pytest.mark.parametrize("fields", [{}, {"csrf": ""}, {"csrf": "wrong"}, {"csrf": ["a", "b"]}])
def test_a_form_without_the_token_of_the_session_changes_nothing(reader, newsroom, samples, fields):
    for path in ("/judgements", f"/judgements/{samples.JUDGED}/withdraw"):
        assert reader.post(path, data={**fields, "kind": "original_is", "subject": "x"}).status_code == 403
        assert reader.post(path, json=fields).status_code == 403
    assert newsroom.asked == []


def test_a_stranger_can_say_nothing(stranger, newsroom, samples):
    for path in ("/judgements", f"/judgements/{samples.JUDGED}/withdraw"):
        assert stranger.post(path, data={"csrf": "x"}).status_code == 401
    assert newsroom.asked == []


def test_a_form_that_makes_no_sense_is_told_so(reader, newsroom, samples):
    token = reader.get("/api/session").json()["csrf"]
    answer = reader.post("/judgements", data={"csrf": token, "kind": "nonsense"})
    assert answer.status_code == 422
    assert "There is no judgement called nonsense." in answer.text
    assert reader.post("/judgements", data={"csrf": token, "note": "x" * 70_000}).status_code == 413
    assert reader.post("/judgements", data={"csrf": token, "kind": ["a", "b"]}).status_code == 422
    assert reader.post("/judgements/jud_x/withdraw", data={"csrf": token}).status_code == 404


def test_a_source_can_be_split_off_or_kept_by_a_button(reader, newsroom, samples):
    shown = forms(reader.get(f"/story/{samples.TWO_SOURCES}").text)
    *split, many = [fields["subject"] for _, fields in shown if fields.get("kind") == "split"]
    assert many == split[-1], "several are ticked in one form"
    pinned = [fields["subject"] for _, fields in shown if fields.get("kind") == "pin"]
    assert split == [samples.an_id("lin", "b"), samples.an_id("lin", "d")]
    assert pinned == [samples.an_id("lin", "d")], "the first leads the story"
    action, fields = next(f for f in shown if f[1].get("kind") == "split")
    assert reader.post(action, data=fields, follow_redirects=False).status_code == 303
    assert newsroom.asked[-1] == ("judge", ("split", samples.an_id("lin", "b"), None, "administrator", "", ""))
    alone = forms(reader.get(f"/story/{samples.STORY}").text)
    assert not [f for f in alone if f[1].get("kind") in ("split", "pin")], "one source has nothing to be split from"


def test_two_stories_are_compared_and_then_merged(reader, newsroom, samples):
    ((action, fields),) = [f for f in forms(reader.get(f"/story/{samples.STORY}").text) if f[0] == "/why"]
    pasted = f"http://127.0.0.1:8000/story/{samples.TWO_SOURCES}#{samples.an_id('lin', 'b')}"
    page = reader.get(action, params={**fields, "b": pasted}).text
    assert newsroom.asked[-1] == ("why", (samples.STORY, samples.TWO_SOURCES))
    assert "Why these are two stories" in page
    shown = forms(page)
    action, fields = next(f for f in shown if f[1].get("kind") == "merge")
    reader.post(action, data=fields, follow_redirects=False)
    assert newsroom.asked[-1] == ("judge", ("merge", samples.STORY, samples.TWO_SOURCES, "administrator", "", ""))
    moves = [(f["subject"], f["object"]) for _, f in shown if f.get("kind") == "move"]
    assert moves == [(samples.an_id("lin", "a"), samples.TWO_SOURCES), (samples.an_id("lin", "b"), samples.STORY)]
    assert reader.get("/why", params={"a": "nobody", "b": samples.STORY}).status_code == 404
    assert reader.get("/why", params={"a": samples.STORY}).status_code == 400


def test_what_was_said_in_one_breath_is_one_line_with_one_undo(reader, samples):
    page = reader.get(f"/why?a={samples.STORY}&b={samples.TWO_SOURCES}").text
    undo = [action for action, _ in forms(page) if action.endswith("/withdraw")]
    assert undo == [f"/judgements/{samples.an_id('jud', 'c')}/withdraw"], "what ties comes first"
    assert "and 1 thing more, undone with it" in page


def test_why_leads_to_the_words_on_either_page(reader, samples):
    page = reader.get(f"/why?a={samples.STORY}&b={samples.an_id('lin', 'b')}").text
    assert "Why these are one story" in page
    assert f'href="/document/{samples.WIRE}?from=0&amp;to=4#c0-4"' in page
    assert f'href="/document/{samples.STRANGE}?from=3&amp;to=9#c3-9"' in page
    assert [f[1]["kind"] for f in forms(page) if "kind" in f[1]] == ["different_event"]


# document, capture, compare -----------------------------------------------------------------------------------------


def test_a_document_shows_all_its_parts(reader, samples):
    page = reader.get(f"/document/{samples.WIRE}").text
    assert f'<span class="dateline">{samples.DATELINE}</span> The harbour' in page, "the dateline opens its paragraph"
    assert '<h2 dir="auto">Who pays</h2>' in page
    assert "<blockquote" in page
    assert 'class="note">Reporting by Tom Abel' in page
    for words in ("By Tom Abel", "Fishers were told on Monday", "NAP/Iris Holm", "Ports", "Business", "28 May 2025"):
        assert words in page
    assert 'lang="en" dir="auto"' in page
    assert f'href="/capture/{samples.CAPTURE}"' in page
    assert f'href="/story/{samples.STORY}#{samples.WIRE}"' in page


def test_a_passage_is_marked_where_the_link_points(reader, samples):
    start = samples.TEXT.index("six weeks")
    page = reader.get(f"/document/{samples.WIRE}?from={start}&to={start + 9}").text
    assert f'<mark id="c{start}-{start + 9}">six weeks</mark>' in page


def test_a_mark_over_two_blocks_has_one_anchor(reader, samples):
    page = reader.get(f"/document/{samples.WIRE}?from=5&to={len(samples.TEXT)}").text
    assert page.count("<mark id=") == 1
    assert page.count("<mark") > 3


@pytest.mark.parametrize("query", ["from=9&to=3", "from=0&to=0", "from=99999&to=999999", "from=5", "to=5"])
def test_a_passage_that_is_not_there_is_not_marked(reader, samples, query):
    answer = reader.get(f"/document/{samples.WIRE}?{query}")
    assert answer.status_code == 200
    assert "<mark" not in answer.text


def test_a_capture_shows_what_was_left_out_and_why(reader, samples):
    page = reader.get(f"/capture/{samples.CAPTURE}").text
    assert re.search(r'<div class="out".*?left out: </span>navigation</dt>', page, re.S)
    assert re.search(r"<details><summary>Skip to content .*?characters</span></summary>", page), "long menus are folded"
    assert re.search(r'<div class="in".*?paragraph</dt>', page, re.S)
    assert "The time names no zone." in page


def test_compare_marks_by_more_than_colour(reader, samples):
    page = reader.get(f"/compare/{samples.WIRE}/{samples.COPY}").text
    assert '<del id="dropped-1"><span class="vh">[dropped: </span>on Wednesday<span' in page
    assert '<ins id="added-1"><span class="vh">[added: </span>again<span' in page
    assert '<em class="rew" id="reworded-1">' in page
    assert '<span class="hs" title="House style: abbreviation">U.S.</span>' in page
    assert '<span class="tag">added</span>' in page
    assert '<span class="tag">dropped</span>' in page
    assert '<input type="checkbox" id="house"><label for="house">' in page
    assert "(3 of 5)" in page


# failures -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["/story/x", "/document/%00", "/capture/cap_AAAAAAAAAAAAAAAA", "/compare/a/b", "/story/sto_aaaaaaaaaaaaaaaa"],
)
def test_an_unknown_id_is_a_page_of_ours(reader, path):
    answer = reader.get(path)
    assert answer.status_code == 404
    assert "<h1>Nobody here knows this page</h1>" in answer.text


def test_a_bad_id_is_not_even_asked_for(reader, newsroom):
    reader.get("/story/sto_'; drop table story; --")
    assert newsroom.asked == []


@pytest.mark.parametrize("query", ["?from=x&to=3", "?from=-1&to=3", "?from=1&to=99999999999999999999"])
def test_a_bad_parameter_is_named(reader, samples, query):
    answer = reader.get(f"/document/{samples.WIRE}{query}")
    assert answer.status_code == 400
    assert "That request does not read right" in answer.text


def test_a_bug_is_a_page_of_ours_and_in_the_log_without_the_address(reader, newsroom, samples, caplog):
    newsroom.broken = RuntimeError("boom")
    answer = reader.get(f"/story/{samples.STORY}?secret=1")
    assert answer.status_code == 500
    assert "boom" not in answer.text
    assert "firsthand doctor" in answer.text
    assert "GET /story/{story_id" in caplog.text
    assert "secret=1" not in caplog.text


def test_a_store_that_does_not_answer_is_said_to_be_that(reader, newsroom):
    newsroom.broken = StoreError("The store is locked.", "Stop the other program.")
    answer = reader.get("/")
    assert answer.status_code == 503
    assert "The store is locked." in answer.text
    assert "Stop the other program." in answer.text


def test_only_who_looks_after_the_store_is_told_where_it_lies(stranger, newsroom, accounts_only, caplog):
    newsroom.broken = StoreError("The bytes are gone: /home/ada/store/blobs/ab.", "Restore the folder.")
    for role in ("reader", "editor"):
        entering.enter(stranger, accounts_only, role)
        answer = stranger.get("/")
        assert answer.status_code == 503
        assert "/home/ada" not in answer.text
    assert "/home/ada" in caplog.text


def test_a_number_of_questions_that_does_not_grow_with_the_page(reader, newsroom, samples):
    for path, questions in (("/", 1), (f"/story/{samples.STORY}", 4), (f"/document/{samples.WIRE}", 5)):
        newsroom.asked.clear()
        reader.get(path)
        assert len(newsroom.asked) == questions, path


# voices -------------------------------------------------------------------------------------------------------------


def test_a_story_says_who_says_what_with_a_quotation_only_for_very_words(reader, samples):
    page = reader.get(f"/story/{samples.STORY}").text
    assert "<q>We were told on Monday</q>" in page
    assert "the quay is old</span>" in page
    assert "<q>the quay is old" not in page
    assert 'according to <span dir="auto">three officials</span>' in page
    assert "3 to 4 people who are not named speak here" in page
    assert "The quay closes." in page
    assert f'href="/story/{samples.STORY}/voices"' in page
    whole = reader.get(f"/story/{samples.STORY}/voices").text
    assert "2 voices" in whole
    assert '<b class="own">2 sources</b>' in whole
    assert "2 pages, one source" in whole
    assert "does not: demands" in whole
    assert reader.get("/story/x/voices").status_code == 404


def test_a_thread_says_who_stands_where_and_what_changed(reader, samples):
    page = reader.get(f"/thread/{samples.THREAD}").text
    assert "Who stands where" in page
    assert "new demand</a>" in page
    assert "does not: asserts" in page


# threads ------------------------------------------------------------------------------------------------------------


def test_a_story_names_its_thread_and_the_pages_that_also_tell_of_it(reader, samples):
    page = reader.get(f"/story/{samples.STORY}").text
    assert f'<a href="/thread/{samples.THREAD}#{samples.STORY}" dir="auto">The quay</a>, 1st of 2 stories' in page
    assert "tells of this too, and is no source of it" in page
    assert f'also tells of <a href="/story/{samples.TWO_SOURCES}"' in page
    assert "Part of" not in reader.get(f"/story/{samples.ABSENT}").text


def test_a_thread_lists_its_stories_with_what_is_new_where_it_stands(reader, samples):
    page = reader.get(f"/thread/{samples.THREAD}").text
    assert page.index(samples.STORY) < page.index(samples.TWO_SOURCES)
    assert "The first that is here." in page
    assert f'<a href="/document/{samples.WIRE}?from=70&amp;to=79#c70-79" dir="auto">six weeks</a>' in page
    assert reader.get("/thread/x").status_code == 404


def test_threads_are_listed_and_paged(reader, samples):
    first = reader.get("/threads").text
    assert f'href="/thread/{samples.THREAD}"' in first
    assert "<b>2 stories</b>" in first
    assert "/threads?after=1.thr_x" in first
    assert "Go to the newest" in reader.get("/threads?after=1.thr_x").text
