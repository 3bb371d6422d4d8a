"""The use-cases of the mediation room (调解室): opening, acting, reading, and the register of who mediates where."""
