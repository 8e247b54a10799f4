"""The national working group: members, meetings, money and research."""
