"""Word lists and outlet data, and the one loader that reads them."""
