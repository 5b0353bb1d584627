"""Languages: the catalogues of what the counter says, and the pseudo-language that finds what overflows."""
