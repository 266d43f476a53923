"""What to call a browser by the line that it sends: enough to tell one's own apart, no more. Pure."""

#: The first that is in the line: each of these says that it is one or two of those below, too.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrom", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
_LETTERS = 40


def browser(agent: str) -> str:
    """Name a browser and its system; what neither is known of goes by the first word of its line.

    >>> browser("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36")
    'Chrome on Linux'
    >>> browser("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1")
    'Safari on iPhone'
    >>> browser("httpx/0.28"), browser(""), browser("Mozilla/5.0")
    ('httpx/0.28', 'A browser', 'A browser')
    """
    name = next((shown for mark, shown in _BROWSERS if mark in agent), "")
    system = next((shown for mark, shown in _SYSTEMS if mark in agent), "")
    if not name and not system:
        first = agent.strip().partition(" ")[0][:_LETTERS]
        return first if first and not first.startswith("Mozilla/") else "A browser"
    return f"{name or 'A browser'} on {system}" if system else name
