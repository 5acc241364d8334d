"""Asks a TAXII server as the OASIS reference client does, and prints what it got as JSON."""

import json
import sys

from taxii2client.common import TokenAuth
from taxii2client.v21 import Server, as_pages

url, token, write_title = sys.argv[1:4]


def ids(envelope):
    return [one["id"] for one in envelope.get("objects", [])]


server = Server(url, user="any", password=token)
root = server.default
collections = {one.title: one for one in root.collections}
readable = next(one for one in root.collections if one.can_read)
writable = collections[write_title]

everything = ids(readable.get_objects())
some = everything[3]
paged = [ids(page) for page in as_pages(readable.get_objects, per_request=5)]
records = [ids(page) for page in as_pages(readable.get_manifest, per_request=4)]
filtered = readable.get_objects(type="malware")
exact = readable.get_objects(id=[some, everything[0]], version="first")
after = readable.get_objects(added_after="2026-11-26T08:00:00.004Z")
status = writable.add_objects({"objects": [readable.get_object(some)["objects"][0]]})
again = Server(url, user=token, password="x").default.get_status(status.id)
bearer = Server(url, auth=TokenAuth(token))

try:
    readable.get_object("malware--00000000-0000-4000-8000-000000000000")
    absent = "found"
except Exception as error:
    absent = type(error).__name__ + " " + str(error.response.status_code)

print(
    json.dumps(
        {
            "title": server.title,
            "roots": [one.url for one in server.api_roots],
            "versions": root.versions,
            "length": root.max_content_length,
            "collections": sorted(collections),
            "everything": everything,
            "paged": paged,
            "records": records,
            "filtered": ids(filtered),
            "exact": ids(exact),
            "after": ids(after),
            "versions_of": readable.object_versions(some)["versions"],
            "status": [status.status, status.success_count, again.id == status.id],
            "bearer": bearer.title,
            "absent": absent,
        }
    )
)
