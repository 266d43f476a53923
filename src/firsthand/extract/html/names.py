"""What the names in the markup tell: tag, role, class, id and itemprop become zones, which children inherit.

The fragments are conventions of web markup (themes, content management systems, schema.org), not words of a language or
names of an outlet. A zone is a hint, never a verdict: the choice of the body decides.
"""

import re
from functools import lru_cache


class Zone:
    """Where on a page a line stands, as bits: zones add up from the root to the line. Plain integers, because every
    element of every page is asked (an IntFlag costs a third of the page's time).
    """

    NONE = 0
    NAVIGATION = 1 << 0
    HEADER = 1 << 1
    FOOTER = 1 << 2
    ASIDE = 1 << 3
    FIGURE = 1 << 4
    CAPTION = 1 << 5
    CREDIT = 1 << 6
    FORM = 1 << 7
    COMMENTS = 1 << 8
    RELATED = 1 << 9
    PROMOTION = 1 << 10
    AUTHOR = 1 << 11
    SHARING = 1 << 12
    TOPICS = 1 << 13
    TABLE = 1 << 14
    LIST = 1 << 15
    QUOTE = 1 << 16
    EMBED = 1 << 17
    CONTROL = 1 << 18
    HEADING = 1 << 19
    STANDFIRST = 1 << 20
    KEY_POINTS = 1 << 21
    ADVERT = 1 << 22
    BODY = 1 << 23
    HEADLINE = 1 << 24
    TIME = 1 << 25
    LIVE = 1 << 26
    NOTE = 1 << 27
    BREADCRUMB = 1 << 28
    LABEL = 1 << 29
    BOX = 1 << 30
    PREFORMATTED = 1 << 31


#: The bits by name, in order.
ZONES = {name.lower(): bit for name, bit in vars(Zone).items() if name.isupper() and isinstance(bit, int) and bit}


_TAGS = {
    "nav": Zone.NAVIGATION,
    "footer": Zone.FOOTER,
    "header": Zone.HEADER,
    "aside": Zone.ASIDE,
    "figure": Zone.FIGURE,
    "figcaption": Zone.CAPTION,
    "form": Zone.FORM,
    "button": Zone.CONTROL,
    "select": Zone.CONTROL,
    "label": Zone.CONTROL,
    "legend": Zone.CONTROL,
    "dialog": Zone.CONTROL,
    "address": Zone.AUTHOR,
    "table": Zone.TABLE,
    "ul": Zone.LIST,
    "ol": Zone.LIST,
    "dl": Zone.LIST,
    "blockquote": Zone.QUOTE,
    "h1": Zone.HEADING,
    "h2": Zone.HEADING,
    "h3": Zone.HEADING,
    "h4": Zone.HEADING,
    "h5": Zone.HEADING,
    "h6": Zone.HEADING,
    "pre": Zone.PREFORMATTED,
    "time": Zone.TIME,
}

_ROLES = {
    "navigation": Zone.NAVIGATION,
    "banner": Zone.HEADER,
    "contentinfo": Zone.FOOTER,
    "complementary": Zone.ASIDE,
    "search": Zone.FORM,
    "dialog": Zone.CONTROL,
    "alertdialog": Zone.CONTROL,
    "button": Zone.CONTROL,
    "heading": Zone.HEADING,
    "menu": Zone.NAVIGATION,
    "menubar": Zone.NAVIGATION,
}

_PROPERTIES = {
    "articlebody": Zone.BODY,
    "headline": Zone.HEADLINE,
    "author": Zone.AUTHOR,
    "caption": Zone.CAPTION,
    "copyrightholder": Zone.CREDIT,
    "breadcrumb": Zone.BREADCRUMB,
    "datepublished": Zone.TIME,
    "datemodified": Zone.TIME,
    "keywords": Zone.TOPICS,
    "comment": Zone.COMMENTS,
    "liveblogupdate": Zone.LIVE,
}

#: Fragments of class and id names, matched at the starts of words (``-``, ``_``, camel case and digits part words).
_FRAGMENTS: tuple[tuple[int, str], ...] = (
    (Zone.NAVIGATION, r"nav(igation|bar)?|menu|topbar|sidebar-nav|skip|pagination|pager|paginator|off-?canvas"),
    (Zone.BREADCRUMB, r"breadcrumbs?|bread-crumbs?"),
    (Zone.FOOTER, r"footer|colophon|site-info|bottom-bar"),
    (Zone.ASIDE, r"sidebar|aside|rail|right-col(umn)?|secondary-col(umn)?|widget"),
    (Zone.COMMENTS, r"comments?|disqus|respond|discussion|kommentar\w*|coral|openweb|viafoura|livefyre"),
    (
        Zone.RELATED,
        r"related|recommend(ed|ations?)?|more-(on|from|stories|news|like|articles)|read-(more|next|also)|also-read|"
        r"most-(read|viewed|popular)|popular|trending|latest|you-may|might-like|teasers?|outbrain|taboola|up-next|"
        r"see-also|further-reading|onward|suggest(ed|ions?)|top-stories|headlines|article-list|cross-?links?|"
        r"in-?article-?links?|inline-?link-?list|story-?package|rec-?box|next-article|prev(ious)?-article|post-nav\w*",
    ),
    (
        Zone.PROMOTION,
        r"promo(tion|box|s)?|newsletters?|subscri\w*|sign-?up|paywall|paid-content|piano|regwall|membership|donat\w+|"
        r"abo-?(box|teaser|banner)?|app-?(promo|banner|download)|cta|call-to-action|whatsapp|telegram|follow(-us)?|"
        r"push-?notification|consent|cookies?|gdpr|onetrust|cmp|supporter|contribution|plus-teaser|offer|upsell",
    ),
    (
        Zone.AUTHOR,
        r"authors?|byline|by-line|bio|contributors?|writers?|journalist|autor\w*|redakt\w*|signature|credits-author",
    ),
    (
        Zone.SHARING,
        r"shar(e|ing)|socials?|sociais|social-?(bar|icons|media|links)|addthis|sharethis|toolbar|tools|actions?|bookmark\w*|print",
    ),
    (Zone.TOPICS, r"tags?|topics?|keywords?|hashtags?|tag-?list|taxonomy|categor(y|ies)"),
    (
        Zone.CAPTION,
        r"captions?|figcaption|wp-caption-text|legend|bildunterschrift|image-?(text|description|info|meta)|media-?(text|description|info|meta)|photo-?(text|description|info|meta)",
    ),
    (
        Zone.CREDIT,
        r"credits?|copyrights?|photographer|image-?(source|author|copyright|owner)|photo-?(by|source|author)|source-?(image|photo)|media-?(source|author)|rights",
    ),
    (
        Zone.FIGURE,
        r"figures?|gallery|slide-?show|slider|carousel|lightbox|image|images|picture|photos?|media-?(element|object|item|block)|"
        r"lead-?(image|media|art)|hero-?(image|media)|featured-?(image|media)|wp-caption|thumbnail|video|audio|player|podcast",
    ),
    (
        Zone.EMBED,
        r"embed\w*|tweet|twitter|instagram|facebook|tiktok|youtube|oembed|bluesky|social-?(embed|post)|infogram|datawrapper|flourish",
    ),
    (
        Zone.STANDFIRST,
        r"standfirst|dek|deck|sub-?headline|sub-?title|sub-?head|intro(duction|text)?|lead(-?(text|paragraph|in))?|lede|teaser-?text|"
        r"summary|abstract|excerpt|chapeau|chapo|entradilla|bajada|vorspann|lead-?in|ingress|perex|sottotitolo|sommario|tagline|kicker-?text",
    ),
    (
        Zone.KEY_POINTS,
        r"key-?(points?|takeaways?|facts?|highlights?)|takeaways?|at-a-glance|tl-?dr|bullet-?points?|story-?highlights?|highlights?|summary-?(list|bullets?)|auf-einen-blick",
    ),
    (
        Zone.ADVERT,
        r"ads?|advert\w*|adv|sponsor\w*|banner|dfp|gpt|commercial|ad-?(slot|unit|container|wrapper|label|box)|anzeige\w*|werbung|affiliate|shopping|product-?box",
    ),
    (
        Zone.BODY,
        r"article-?(body|content|text|main)|story-?(body|content|text)|post-?(body|content|text)|entry-?(body|content|text)|"
        r"body-?(content|text|copy)|content-?body|rich-?text|news-?(body|content|text)|main-?text|paragraph|detail-?(body|content|text)",
    ),
    (Zone.LIVE, r"live-?(blog|ticker|feed|updates?|post|event|center|entry)\w*|ticker-?(event|item|post|entry)"),
    (Zone.NOTE, r"correction|editors?-?note|clarification|disclaimer|footnotes?|endnote"),
    (
        Zone.LABEL,
        r"kicker|overline|eyebrow|rubric|label|flag|badge|section-?(name|label)|category-?label|roofline|dachzeile|topline|spitzmarke|catchline|strap-?line",
    ),
    (
        Zone.BOX,
        r"info-?box|fact-?box|sidebar|box|background-?info|explainer|pull-?quote|factbox|callout|expand\w*|accordion|collaps\w*",
    ),
    (Zone.TIME, r"date(line|time|-?published|-?modified)?|time(stamp)?|published|updated|pub-?date|posted-on"),
    (
        Zone.CONTROL,
        r"modal|popup|pop-up|overlay|tooltip|hidden-print|sr-only|screen-?reader\w*|visually-?hidden|visuallyhidden|a11y|button|btn|dropdown|alert|toast|feedback|survey|poll|vote|rating|quiz|transcript-?toggle",
    ),
)
_MATCHERS = tuple((zone, re.compile(rf"(?<![a-z])(?:{pattern})(?![a-z])")) for zone, pattern in _FRAGMENTS)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_JOINT = re.compile(r"[_\s:/.]+")

#: A class attribute longer than this is style sheet machinery (utility classes) or an attack; its start is enough.
_LONGEST_NAME = 400


@lru_cache(maxsize=20_000)
def zones_of_name(name: str) -> int:
    """Return the zones that one class name or id hints at."""
    plain = _JOINT.sub("-", _CAMEL.sub("-", name[:_LONGEST_NAME])).lower().replace("--", "-")
    found = Zone.NONE
    for zone, matcher in _MATCHERS:
        if matcher.search(plain):
            found |= zone
    return found


def zones_of_tag(tag: str) -> int:
    """Return the zone of a tag."""
    return _TAGS.get(tag, Zone.NONE)


def zones_of_role(role: str) -> int:
    """Return the zone of an ARIA role."""
    return _ROLES.get(role.strip().lower(), Zone.NONE)


def zones_of_property(value: str) -> int:
    """Return the zone of an itemprop."""
    found = Zone.NONE
    for word in value.lower().split():
        found |= _PROPERTIES.get(word, Zone.NONE)
    return found
