"""Pulls a whole collection page by page with the OASIS reference client, and prints the ids as JSON."""

import json
import sys

from taxii2client.v21 import Server, as_pages

url, token = sys.argv[1:3]
(collection,) = [one for one in Server(url, user=token, password="x").default.collections if one.can_read]
pages = as_pages(collection.get_objects, per_request=500)
print(json.dumps({"ids": [one["id"] for page in pages for one in page.get("objects", [])]}))
