"""Language models behind one-method protocols. All are optional: without them the program does what words alone allow."""
