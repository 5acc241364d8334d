"""Reads a feed's folder as PyMISP does, and checks its events against a JSON schema.

Arguments: the folder, and the schema or "-". Prints one JSON object.
"""
import copy
import hashlib
import json
import pathlib
import sys

from jsonschema import Draft4Validator
from pymisp import MISPEvent

folder = pathlib.Path(sys.argv[1])
schema = None if sys.argv[2] == "-" else json.loads(pathlib.Path(sys.argv[2]).read_text())
manifest = json.loads((folder / "manifest.json").read_text())
answer = {"loaded": 0, "deleted": 0, "differences": [], "invalid": []}
hashes = set()


def invalid_in(document):
    """The schema is that of MISP 2.4 and knows no objects: their attributes are checked one by one."""
    event = copy.deepcopy(document)
    attribute = Draft4Validator({**schema["defs"]["attribute"], "defs": schema["defs"]})
    found = []
    for part in event["Event"].pop("Object", []):
        for one in part["Attribute"]:
            one.pop("object_relation")
            found += attribute.iter_errors(one)
    return [error.message[:200] for error in [*Draft4Validator(schema).iter_errors(event), *found]]


for uuid, entry in manifest.items():
    path = folder / f"{uuid}.json"
    event = MISPEvent()
    event.load_file(path)
    answer["loaded"] += 1
    attributes = event.attributes + [one for part in event.objects for one in part.attributes]
    answer["deleted"] += sum(1 for one in attributes if getattr(one, "deleted", False))
    hashes |= {
        f"{digest},{uuid}"
        for one in attributes
        if not getattr(one, "deleted", False)
        for digest in one.hash_values("md5")
    }
    own = event.manifest[uuid]
    for key in ("info", "date", "analysis", "threat_level_id", "timestamp"):
        if str(own[key]) != str(entry[key]):
            answer["differences"].append(f"{uuid} {key}: {own[key]} and {entry[key]}")
    if own["Orgc"]["uuid"] != entry["Orgc"]["uuid"]:
        answer["differences"].append(f"{uuid} Orgc")
    if hashlib.sha256(path.read_bytes()).hexdigest() != entry["integrity:sha256"]:
        answer["differences"].append(f"{uuid} integrity")
    if schema is not None:
        answer["invalid"] += [f"{uuid}: {text}" for text in invalid_in(json.loads(path.read_text()))]

lines = set((folder / "hashes.csv").read_text().split())
answer["differences"] += [f"hash {line}" for line in sorted(lines ^ hashes)]
print(json.dumps(answer))
