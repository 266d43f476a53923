"""The same as JSON: every route answers with a record of `firsthand.contract`, every failure with a `ProblemBody`."""
