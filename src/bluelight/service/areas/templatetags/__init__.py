"""Tags and filters of the pages on places and studies."""
