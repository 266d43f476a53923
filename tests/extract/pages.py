"""Pages that we made up, for the tests of extraction: every name and outlet in them is fictional."""

BODY = (
    "The harbour council of Port Elsin voted on Tuesday to close the northern ferry berth for at least eleven weeks.",
    "Engineers found cracks in nine of the forty pillars last month, and the repair cannot be done while ferries dock there.",
    "“We would rather lose a summer than a ferry,” said council leader Mara Ostrin after the vote, which passed by 14 to 3.",
    "Fishermen fear for their catch, because the cold store stands behind the closed gate and has no second entrance.",
    "The shipping line Norvik Lines said it would move its two daily crossings to the southern quay from next Monday.",
    "A final report on the pillars is expected in September, and the council has put aside 2.4 million crowns for the work.",
)
HEADLINE = "Port Elsin closes ferry berth for eleven weeks"
STANDFIRST = (
    "Cracked pillars force the harbour council’s hand; the shipping line moves its crossings to the southern quay."
)

LINKED = """{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "HEADLINE",
 "datePublished": "2031-05-06T16:40:00+02:00", "dateModified": "2031-05-06T18:05:00+02:00",
 "author": [{"@type": "Person", "name": "Ida Falk"}, {"@type": "Person", "name": "Tomas Brenn"}],
 "keywords": ["ferries", "Port Elsin"], "articleSection": "Coast", "inLanguage": "en-GB"}""".replace(
    "HEADLINE", HEADLINE
)


def paragraphs(texts: tuple[str, ...] = BODY) -> str:
    """Return texts as paragraphs of markup."""
    return "\n".join(f"<p>{text}</p>" for text in texts)


def page(body: str | None = None, *, linked: str = LINKED, head: str = "", before: str = "", after: str = "") -> str:
    """Return a whole page of a made-up outlet around ``body``."""
    return f"""<!doctype html><html lang="en"><head><title>{HEADLINE} | The Elsin Courier</title>
<meta property="og:title" content="{HEADLINE} | The Elsin Courier"><meta property="og:site_name" content="The Elsin Courier">
<meta property="og:description" content="{STANDFIRST}">
<link rel="canonical" href="https://elsincourier.example/coast/berth">{head}
<script type="application/ld+json">{linked}</script><script>var tracking = "never shown";</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/coast">Coast</a></li></ul></nav>
<main><article><h1>{HEADLINE}</h1><p class="standfirst">{STANDFIRST}</p>
<div class="byline">By <a href="/a/ida">Ida Falk</a> and <a href="/a/tomas">Tomas Brenn</a></div>{before}
<div class="article-body">{body if body is not None else paragraphs()}</div>{after}</article></main>
<aside class="related"><h2>More from Coast</h2><ul><li><a href="/1">Herring prices rise again in the outer islands this spring</a></li>
<li><a href="/2">Lighthouse keeper retires after forty winters alone on the rock</a></li></ul></aside>
<div class="newsletter"><p>Sign up for our morning newsletter and never miss a tide table again.</p></div>
<footer><p>© The Elsin Courier. All rights reserved by the publishing house of Port Elsin.</p></footer></body></html>"""
