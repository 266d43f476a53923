"""The command line: it hands what was typed to `app` and writes the answer for a person, or as JSON for a program.

Answers go to standard output; problems and progress to standard error, one line a problem, never a traceback.
Exit codes: 0 something was read or shown; 1 nothing could be; 2 the command was typed wrongly; 130 stopped by Ctrl-C.
"""

from firsthand.cli.commands import main

__all__ = ["main"]
