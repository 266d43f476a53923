"""The API over the same made-up newsroom as the pages."""

import importlib.util
from pathlib import Path

_SPEC = importlib.util.spec_from_file_location("firsthand_web_conftest", Path(__file__).parents[1] / "web/conftest.py")
assert _SPEC
assert _SPEC.loader
_PAGES = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_PAGES)

samples, newsroom, accounts_only = _PAGES.samples, _PAGES.newsroom, _PAGES.accounts_only
stranger, reader = _PAGES.stranger, _PAGES.reader
