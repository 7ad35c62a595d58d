"""One module for each file format; each gives ``find(page)``, which is total and pure."""
