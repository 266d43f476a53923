"""What a page says when something went wrong: the cause and the next try, in the clothes of every other page."""

from litestar.response import Template

_TITLES = {
    400: "That request does not read right",
    401: "Please come in through your link",
    403: "Not from here",
    404: "Nobody here knows this page",
    405: "Not this way",
    410: "This link is used up",
    413: "Too much at once",
    503: "The store does not answer",
}


def error_page(status: int, cause: str, next_try: str) -> Template:
    """Return the page for a failure; the template decides by status what else to offer."""
    title = _TITLES.get(status, "Something broke here" if status >= 500 else "That did not work")
    context = {"status": status, "title": title, "cause": cause, "next_try": next_try}
    return Template("error.html", status_code=status, context=context)
