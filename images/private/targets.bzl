"""The targets that `lambda_function` makes: those of one architecture, and those of the whole."""

load("//images/private:archive.bzl", "lambda_archive")
load("//images/private:function.bzl", "lambda_function_files")
load("//images/private:image.bzl", "lambda_image")
load("//images/private:lambda_symbols.bzl", "lambda_symbols")
load("//images/private:layer.bzl", "lambda_layer")
load("//images/private:layout.bzl", "lambda_layout")
load("//images/private:runner.bzl", "lambda_runner")
load("//images/private:runtime_layer.bzl", "lambda_runtime_layer")
load("//images/private:symbolizer.bzl", "lambda_symbolizer")
load("//images/private:task_files.bzl", "lambda_task_files")
load("//images/private:task_folder.bzl", "lambda_task_folder")
load("//images/private:whole_folders.bzl", "whole_folders")
load("//images/private:zip.bzl", "lambda_zip")

def whole_folder_targets(name, folders, inner):
    """The check that folders are packed whole.

    Args:
      name: the function's.
      folders: as lambda_function has them.
      inner: attributes of every target.
    Returns:
      The name of the target whose file proves it.
    """
    roots = [folder.removesuffix("/") for folder in folders]
    patterns = roots + [root + "/**" for root in roots]
    files = native.glob(patterns, allow_empty = True)
    entries = native.glob(patterns, allow_empty = True, exclude_directories = 0)
    whole_folders(
        name = name + ".folders",
        files = files,
        folders = [one for one in entries if one not in files],
        roots = roots,
        **inner
    )
    return name + ".folders"

def _image_targets(name, architecture, stem, base, image, inner):
    own = "{}.{}".format(name, architecture)
    lambda_layer(
        name = own + ".image_layer",
        content = own + ".files",
        created_by = "lambda_function: bootstrap and files",
        links = {"var/runtime/bootstrap": "/var/task/bootstrap"},  # Where AWS's own entry point looks.
        prefix = "var/task",
        **inner
    )
    lambda_image(
        name = own + ".manifest",
        base = base,
        layers = [Label("//images:entrypoint_layer_" + architecture), own + ".image_layer"],
        stem = stem,
        task = own + ".files",
        **(image | inner)
    )
    lambda_archive(
        name = own + ".archive",
        bases = [base],
        images = [own + ".manifest"],
        repo_tags = ["{}:{}".format(name, architecture), name + ":latest"],
        stem = stem,
        **inner
    )

def architecture_targets(name, architecture, stem, base, content, image, has_layer, inner):
    """The targets of one architecture, which the public ones gather. None is built unasked.

    Args:
      name: the function's.
      architecture: Lambda's name of it.
      stem: what the names of its files begin with.
      base: what its image stands on; None for no image.
      content: attributes of lambda_task_files.
      image: attributes of lambda_image.
      has_layer: whether there is a program that can be a layer.
      inner: attributes of every target.
    """
    own = "{}.{}".format(name, architecture)
    files = own + ".files"
    lambda_task_files(name = files, architecture = architecture, **(content | inner))
    if base:
        _image_targets(name, architecture, stem, base, image, inner)
    lambda_zip(name = own + ".package", content = files, stem = stem, **inner)
    if has_layer:
        lambda_zip(name = own + ".layer_package", content = files, purpose = "layer", stem = stem + ".layer", **inner)
    lambda_task_folder(name = own + ".task", content = files, **inner)

def function_targets(name, architectures, packages, bases, layer, config, public):
    """The public targets, except those that deploy.

    Args:
      name: the function's.
      architectures: Lambda's names of them.
      packages: what is made, of "image" and "zip".
      bases: what the images stand on, in the order of `architectures`.
      layer: the layer that has the function's program, or None.
      config: attributes that say how the function is configured.
      public: attributes of every target.
    """
    each = {
        kind: ["{}.{}.{}".format(name, architecture, kind) for architecture in architectures]
        for kind in ["archive", "files", "layer_package", "manifest", "package", "task"]
    }
    parts = {"architectures": architectures, "layer": layer}
    if "image" in packages:
        parts |= {"images": each["manifest"], "layout": name + ".image"}
        each_base = {native.package_relative_label(base): None for base in bases}.keys()
        lambda_layout(name = name + ".image", bases = each_base, images = each["manifest"], **public)
        native.filegroup(name = name + ".tar", srcs = each["archive"], **public)
        native.filegroup(name = name + ".digest", srcs = each["manifest"], output_group = "digest", **public)
    if "zip" in packages:
        parts |= {"zips": each["package"]}
        native.filegroup(name = name + ".zip", srcs = each["package"], **public)
    if not layer:
        lambda_runtime_layer(
            name = name + ".layer",
            contents = each["files"],
            function = name,
            tasks = each["task"],
            zips = each["layer_package"],
            **public
        )
    lambda_function_files(name = name, **(config | parts | public))
    lambda_symbols(name = name + ".symbols", programs = [layer] if layer else each["files"], **public)
    lambda_symbolizer(name = name + ".symbolize", symbols = name + ".symbols", **public)
    for verb in ["invoke", "serve"]:
        lambda_runner(
            name = "{}.{}".format(name, verb),
            entrypoints = [Label("//images:entrypoint_files_" + architecture) for architecture in architectures],
            tasks = each["task"],
            verb = verb,
            **(config | parts | public)
        )
