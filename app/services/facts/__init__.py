"""What each paper says, gathered from a matter: plain JSON values under the names that the templates declare."""
