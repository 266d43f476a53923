"""The OpenAPI schema and the page made from it."""

import doctest

from firsthand.api import reference as module
from firsthand.api.reference import reference, words


def test_the_schema_names_every_route_and_record(reader):
    schema = reader.get("/api/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    assert set(schema["paths"]) == {
        "/api/stories",
        "/api/stories/{story_id}",
        "/api/stories/{story_id}/graph",
        "/api/stories/{story_id}/related",
        "/api/stories/{story_id}/timeline",
        "/api/search",
        "/api/threads",
        "/api/threads/{thread_id}",
        "/api/documents/{document_id}",
        "/api/documents/{document_id}/versions",
        "/api/captures/{capture_id}/reading",
        "/api/compare/{original_id}/{copy_id}",
        "/api/why",
        "/api/threads/{thread_id}/positions",
        "/api/shelves",
        "/api/looked",
        "/api/looked/all",
        "/api/looked/all/undo",
        "/api/saved",
        "/api/muted",
        "/api/session",
        "/api/sources",
        "/api/sources/{source_id}",
        "/api/sources/{source_id}/refresh",
        "/api/sources.opml",
        "/api/sources/opml",
        "/api/refresh",
        "/api/names",
        "/api/names/{name_id}",
        "/api/names/{name_id}/said",
        "/api/notes",
        "/api/notes/{note_id}",
        "/api/mentions",
        "/api/workspaces",
        "/api/workspaces/{workspace_id}/current",
        "/api/workspaces/{workspace_id}/members",
        "/api/workspaces/{workspace_id}/members/{member_id}",
        "/api/packs",
        "/api/read",
        "/api/judgements",
        "/api/judgements/{judgement_id}",
        "/healthz",
    }
    assert {"StoryOut", "DocumentOut", "ReadingOut", "ComparisonOut", "ReadOut", "ProblemBody"} <= set(
        schema["components"]["schemas"]
    )
    assert set(schema["paths"]["/api/read"]["post"]["requestBody"]["content"]) == {"text/html", "text/plain"}


def test_every_failure_in_the_schema_has_the_one_shape(reader):
    for path, item in reader.get("/api/openapi.json").json()["paths"].items():
        for operation in item.values():
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    (media,) = answer["content"].values()
                    assert media["schema"] == {"$ref": "#/components/schemas/ProblemBody"}, (path, status)


def test_the_page_shows_what_the_schema_says(reader):
    page = reader.get("/api").text
    for words_of_it in (
        "/api/captures/{capture_id}/reading",
        "Return one story: its lineages, its documents, and what every copy changed.",
        'id="s-StoryOut"',
        'href="#s-StoryOut"',
        "text/html",
        "How many of them, 1 to 100.",
    ):
        assert words_of_it in page


def test_every_link_of_the_page_leads_to_a_record(reader):
    shown = reference(reader.get("/api/openapi.json").json())
    names = {shape.name for shape in shown.shapes}
    types = [f.type for s in shown.shapes for f in s.fields] + [a.type for o in shown.operations for a in o.answers]
    assert {word.ref for type_ in types for word in type_ if word.ref} <= names


def test_types_are_named_in_words():
    assert doctest.testmod(module).failed == 0
    assert "".join(w.text for w in words({"type": ["string", "null"]})) == "string or null"
    assert "".join(w.text for w in words({"oneOf": [{"$ref": "#/x/A"}, {"type": "null"}]})) == "A or null"
