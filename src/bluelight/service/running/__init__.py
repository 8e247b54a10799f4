"""Starting and stopping Bluelight: the demo, the server, the worker, and what is checked before a byte is written."""
