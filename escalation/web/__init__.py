"""The model in a browser: explore a scenario on a page that this machine serves to itself."""
