"""The county's receiver over the network: FastAPI on the county's PostgreSQL (extra `county`)."""
