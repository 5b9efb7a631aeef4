"""Demo data: a made-up company that sells two products to academies, 30 months of its contacts, with ten stories in it.

`cx.demo.files.generate` makes the files, `cx.demo.build.build` imports them into a store. This module imports nothing, so
that the command line starts fast.
"""
