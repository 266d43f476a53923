"""Bytes from files, folders, standard input and addresses."""
