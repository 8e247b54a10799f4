"""What every page shares: layout, components, error pages, security headers; and the home page."""
