"""Questions asked of an area: copied, changed, run in the background, and what they say."""
