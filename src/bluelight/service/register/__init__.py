"""The register of collaborations: who did what together, what was promised and what came."""
