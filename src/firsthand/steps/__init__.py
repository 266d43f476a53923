"""The stages, one file each: what is loaded, the pure function, and how its outcome is saved. `firsthand.stages` lists them."""
