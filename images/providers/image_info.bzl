"""A finished image of one architecture."""

ImageInfo = provider(
    doc = "A single-platform image: what a registry would hold.",
    fields = {
        "architecture": "string: Lambda's name, `x86_64` or `arm64`.",
        "config": "File: the image's config.",
        "digest": "File: one line, `sha256:<64 hex digits>`, the digest of `manifest`.",
        "layers": "list of File: its layers, the base's first.",
        "manifest": "File: the image's manifest.",
    },
)
