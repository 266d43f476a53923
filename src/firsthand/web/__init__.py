"""The reading site: server-rendered pages, complete without JavaScript, no request to anybody else.

A page is: handler (`pages`) -> one use case of `firsthand.app` -> a pure view of its answer -> a template.
"""
