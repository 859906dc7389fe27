"""`NAME.push`, `NAME.deploy` and `NAME.publish`: the program `deploy`, with what was built beside it."""

load("//images/private:host_transition.bzl", "host_transition")
load("//images/providers:image_info.bzl", "ImageInfo")
load("//images/providers:runtime_layer_info.bzl", "RuntimeLayerInfo")
load("//images/providers:zip_info.bzl", "ZipInfo")
load(":document.bzl", "function_document")

# A version of a layer has one content, so each architecture is a layer of its own.
def _layer_name(layer, architecture):
    return layer.name if len(layer.zips) == 1 else "{}-{}".format(layer.name, architecture)

def _architectures(ctx):
    images = {target[ImageInfo].architecture: target[ImageInfo] for target in ctx.attr.images}
    zips = {target[ZipInfo].architecture: target[ZipInfo].archive for target in ctx.attr.zips}
    layer = ctx.attr.layer[RuntimeLayerInfo] if ctx.attr.layer else None
    layers = layer.zips if layer else {}
    built = []
    for architecture in ctx.attr.architectures:
        if layer and architecture not in layers:
            fail("layer = \"{}\" is for {}, but {} is for {} too. Add it to the layer's architectures.".format(
                ctx.attr.layer.label,
                ", ".join(layers.keys()),
                ctx.attr.function,
                architecture,
            ))
        built.append(struct(
            architecture = architecture,
            image = images.get(architecture),
            layer = layers.get(architecture),
            layer_name = _layer_name(layer, architecture) if layer else None,
            zip = zips.get(architecture),
        ))
    return built

def _head(ctx):
    head = {
        "environment": ctx.attr.env,
        "label": str(ctx.label).lstrip("@"),
        "memory_mb": ctx.attr.memory_mb,
        "name": ctx.attr.function,
        "timeout_seconds": ctx.attr.timeout_seconds,
        "verb": ctx.attr.verb,
    }
    if ctx.attr.handler:
        head["handler"] = ctx.attr.handler
    return head

def _lambda_deployer_impl(ctx):
    text, files = function_document(ctx, _head(ctx), _architectures(ctx))
    document = ctx.actions.declare_file(ctx.label.name + ".function.json")
    ctx.actions.write(document, text)
    program = ctx.actions.declare_file(ctx.label.name)
    deploy = ctx.file._deploy
    ctx.actions.symlink(output = program, target_file = deploy, is_executable = True)
    return [DefaultInfo(
        executable = program,
        files = depset([program]),  # The document is a runfile, and so is made beside it.
        runfiles = ctx.runfiles(files = files + [deploy, document]),
    )]

lambda_deployer = rule(
    implementation = _lambda_deployer_impl,
    doc = "Starts `deploy`, on the machine that runs Bazel, with one verb and what that verb needs of a function.",
    attrs = {
        "architectures": attr.string_list(mandatory = True, doc = "Lambda's names of them, in the function's order."),
        "env": attr.string_dict(doc = "The function's environment variables."),
        "function": attr.string(mandatory = True, doc = "The function's name."),
        "handler": attr.string(doc = "What _HANDLER says."),
        "images": attr.label_list(providers = [ImageInfo], doc = "The image of each architecture, where the verb needs it."),
        "layer": attr.label(providers = [RuntimeLayerInfo], doc = "To publish: the layer. To deploy: the layer that has the function's program."),
        "memory_mb": attr.int(doc = "0 where it was not said."),
        "timeout_seconds": attr.int(doc = "0 where it was not said."),
        "verb": attr.string(mandatory = True, values = ["push", "deploy", "publish"], doc = "What the program does."),
        "zips": attr.label_list(providers = [ZipInfo], doc = "The zip of each architecture, where the verb needs it."),
        "_allowlist_function_transition": attr.label(default = "@bazel_tools//tools/allowlists/function_transition_allowlist"),
        "_deploy": attr.label(default = "//deploy", allow_single_file = True, cfg = host_transition),
    },
    executable = True,
)
