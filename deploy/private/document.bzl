"""What a target tells `deploy` of what was built: the text of NAME.VERB.function.json.

Source: deploy/function/function_document.h, which reads it.
"""

load("//images/private:runfile.bzl", "runfile_path")

def _base_members(base):
    if not base.manifest:
        return None

    # A push copies the layers from where they can be reached.
    return {"digest": base.digest, "reference": base.mirror or base.reference}

# Of the base's layers the document says only that they are there: they may not be on this machine.
def _image_members(ctx, image):
    layers = [None for _ in image.base.layer_digests]
    layers += [runfile_path(ctx, layer) for layer in image.layers]
    return {
        "base": _base_members(image.base),
        "config": runfile_path(ctx, image.config),
        "digest": runfile_path(ctx, image.digest),
        "layers": layers,
        "manifest": runfile_path(ctx, image.manifest),
    }

def function_document(ctx, head, architectures):
    """Writes what was built, and lists the files that it names.

    Args:
      ctx: the rule's.
      head: dict of the members that hold for the whole function.
      architectures: list of structs: architecture, layer_name, and image (ImageInfo), zip and
          layer (File), each None where it is not needed.
    Returns:
      The document's text, and a list of Files.
    """
    members = []
    files = []
    for built in architectures:
        own = {"architecture": built.architecture}
        if built.image:
            own |= _image_members(ctx, built.image)
            files += [built.image.manifest, built.image.config, built.image.digest]
            files += built.image.layers
        for member, file in {"layer": built.layer, "zip": built.zip}.items():
            if file:
                own[member] = runfile_path(ctx, file)
                files.append(file)
        if built.layer:
            own["layer_name"] = built.layer_name
        members.append(own)
    return json.encode_indent(head | {"architectures": members}, indent = " ") + "\n", files
