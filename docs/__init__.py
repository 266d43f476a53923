"""The guide is written, the reference is made from the code, and both are checked."""
