"""Names every public declaration without a documentation comment, from the symbol graphs that the compiler writes.

    check_docs.py FOLDER…       the folders of the graphs, one a module

What fulfils a requirement of a protocol that says what it does, such as `callAsFunction` of a layer or `description`,
needs no comment of its own, and neither does what the compiler writes.
"""

import json
import pathlib
import sys


def undocumented(graph):
    inherited = set()
    for relationship in graph["relationships"]:
        # A member with an origin fulfils, or takes over, what a protocol documents.
        if relationship.get("sourceOrigin") or relationship["kind"] == "defaultImplementationOf":
            inherited.add(relationship["source"])
    for symbol in graph["symbols"]:
        identifier = symbol["identifier"]["precise"]
        if "docComment" in symbol or "::SYNTHESIZED::" in identifier or identifier in inherited:
            continue
        # An initialiser without arguments has nothing to add to what its type says.
        if symbol["kind"]["identifier"] == "swift.extension" or symbol["names"]["title"] == "init()":
            continue
        yield symbol


def place(symbol):
    location = symbol.get("location")
    if not location:
        return "(no place)"
    path = pathlib.Path(location["uri"].removeprefix("file://"))
    if path.is_absolute() and path.is_relative_to(pathlib.Path.cwd()):
        path = path.relative_to(pathlib.Path.cwd())
    return f"{path}:{location['position']['line'] + 1}"


def main(folders):
    names, missing = 0, []
    for folder in folders:
        for path in sorted(pathlib.Path(folder).glob("*.symbols.json")):
            graph = json.loads(path.read_text())
            names += len(graph["symbols"])
            missing += [f"{place(s)}: {'.'.join(s['pathComponents'])} has no comment" for s in undocumented(graph)]
    print("\n".join(sorted(missing)) if missing else f"{names} public names, each with a comment")
    return 1 if missing or not names else 0


sys.exit(main(sys.argv[1:]))
