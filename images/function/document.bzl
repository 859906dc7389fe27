"""The function's document, NAME.VERB.function.json beside the program NAME.VERB.

images/tools/function/function_document.h describes the members and reads them.
"""

load(":runfile.bzl", "path_below", "runfile_path")

def entrypoint_runfile(ctx, architecture):
    """Where the runfiles have the entry point; as outputs, those of all architectures have one path."""
    return path_below(ctx.label.package, "{}.entrypoint.{}".format(ctx.label.name, architecture))

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

# A version of a layer has one content, so each architecture is a layer of its own.
def _layer_name(layer, architecture):
    return layer.name if len(layer.zips) == 1 else "{}-{}".format(layer.name, architecture)

# For push, deploy and publish.
def _parts_to_ship(ctx, function, architecture):
    members = {}
    files = []
    if architecture in function.images:
        image = function.images[architecture]
        members |= _image_members(ctx, image)
        files += [image.manifest, image.config, image.digest] + image.layers
    if architecture in function.zips:
        members["zip"] = runfile_path(ctx, function.zips[architecture])
        files.append(function.zips[architecture])
    if function.layer:
        members["layer"] = runfile_path(ctx, function.layer.zips[architecture])
        members["layer_name"] = _layer_name(function.layer, architecture)
        files.append(function.layer.zips[architecture])
    return members, files

# For invoke and serve, which show the image's digest.
def _parts_to_run(ctx, function, architecture):
    parts = {"task": function.tasks[architecture]}
    if function.layer:
        parts["layer_folder"] = function.layer.folders[architecture]
    if architecture in function.images:
        parts["digest"] = function.images[architecture].digest
    members = {name: runfile_path(ctx, file) for name, file in parts.items()}
    members["entrypoint"] = "{}/{}".format(ctx.workspace_name, entrypoint_runfile(ctx, architecture))
    return members, parts.values()

def _check_layer(ctx, function):
    if not function.layer:
        return
    for architecture in function.architectures:
        if architecture not in function.layer.zips:
            fail("layer = \"{}\" is for {}, but {} is for {} too. Add it to the layer's architectures.".format(
                ctx.attr.layer.label,
                ", ".join(function.layer.zips.keys()),
                function.name,
                architecture,
            ))

def function_document(ctx, function, verb):
    """Writes the document for `verb`, and lists the files that it names.

    Args:
      ctx: the rule's.
      function: a FunctionInfo.
      verb: of the program beside the document.
    Returns:
      The document's text, and a list of Files.
    """
    _check_layer(ctx, function)
    document = {
        "architectures": [],
        "environment": function.environment,
        "label": str(ctx.label).lstrip("@"),
        "memory_mb": function.memory_mb,
        "name": function.name,
        "timeout_seconds": function.timeout_seconds,
        "verb": verb,
    }
    files = []
    is_run = verb in ["invoke", "serve"]
    if function.handler:
        document["handler"] = function.handler
    if is_run:
        outputs = [("image", function.layout)] if function.layout else []
        outputs += [("zip", file) for file in function.zips.values()]
        document["outputs"] = ["{}: bazel-bin/{}".format(kind, file.short_path) for kind, file in outputs]
        files += [file for _, file in outputs]
    for architecture in function.architectures:
        parts = _parts_to_run if is_run else _parts_to_ship
        members, named = parts(ctx, function, architecture)
        document["architectures"].append(members | {"architecture": architecture})
        files += named
    return json.encode_indent(document, indent = " ") + "\n", files
