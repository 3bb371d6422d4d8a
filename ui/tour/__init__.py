"""A day in miniature with invented people, in the real windows: for a first look, and for computers without a screen."""
