"""Export formats, one module each: `FORMAT = Format(...)`, or `FORMATS` for several of one tool. The folder is the registry.

A new format is one new module here, its label under `format.label` in `cx/texts/format.toml`, and a folder of its name in
`tests/importers` with a small `sample.*` and the rows it gives, written by hand, in `expected.json`. A module declares
headers and forms and holds no other code; what needs code belongs to `cx.importing`.
"""
