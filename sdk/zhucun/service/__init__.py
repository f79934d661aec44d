"""``zhucun serve``: a batch comes in over HTTP, its report goes out. Each request is judged by a process of its own.

Nothing is imported here: the process of a request lies in this room too, and needs no server.
"""
