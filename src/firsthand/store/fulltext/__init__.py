"""The full-text index: a folder of files on this machine, made from the store and thrown away at will. It is never asked for
what is true, only for where to look.
"""
