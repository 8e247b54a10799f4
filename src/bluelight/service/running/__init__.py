"""Starting and stopping Bluelight: the demo, the server and the worker, and what is checked before anything is written."""
