"""The buttons under a page: say what it is, take it back. Plain forms, which lead back to the story."""

from typing import Annotated

from litestar import Request, post
from litestar.datastructures import FormMultiDict, State
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, SkipValidation
from litestar.response import Redirect

from firsthand import app
from firsthand.contract import JudgementOut

Store = NamedDependency[SkipValidation[app.Store]]
