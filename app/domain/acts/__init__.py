"""One module per subject of act: its entries, their step of evolve, and the act itself."""
