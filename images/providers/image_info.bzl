"""A finished image of one architecture."""

ImageInfo = provider(
    doc = "A single-platform image: what a registry would hold.",
    fields = {
        "architecture": "string: Lambda's name, `x86_64` or `arm64`.",
        "base": "BaseInfo: what it stands on, without the base's layers.",
        "config": "File: the image's config.",
        "digest": "File: one line, `sha256:<64 hex digits>`, the digest of `manifest`.",
        "layers": "list of File: its own layers, the lowest first; they lie above the base's.",
        "manifest": "File: the image's manifest.",
    },
)
