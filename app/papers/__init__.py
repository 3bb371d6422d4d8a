"""Facts into paper and image: pure, facts in, bytes out."""
