"""One layer of an image."""

LayerInfo = provider(
    doc = "One layer of an image, and the digests that name it.",
    fields = {
        "blob": "File: tar, compressed by gzip; entries in path order, every mtime 0.",
        "note": "File: its digests, in the form of images/tools/oci/layer_note.h. Never None.",
    },
)
