"""The public rules: a program of yours becomes an image, a zip, a layer and a function that runs.

    load("@lambda_runtime//:defs.bzl", "lambda_function", "lambda_function_test")

Rules for Lisp are in //:lisp.bzl.
"""

load("//deploy:targets.bzl", "deploy_targets")
load("//images/private:checks.bzl", "PACKAGES", "check_attributes", "check_function", "check_types")
load("//images/private:function_test.bzl", _lambda_function_test = "lambda_function_test")
load("//images/private:targets.bzl", "architecture_targets", "function_targets", "whole_folder_targets")

def lambda_function(
        name,
        bootstrap = None,
        layer = None,
        handler = "",
        architectures = ["x86_64"],
        libc = "musl",
        packages = None,
        base = None,
        srcs = [],
        files = {},
        folders = [],
        env = {},
        labels = {},
        user = "",
        timeout = None,
        memory = None,
        tags = [],
        testonly = False,
        visibility = None,
        **unknown):
    """Makes a Lambda function of a program, or of files for a program that a layer has.

    | Target | What it is |
    |---|---|
    | `NAME` | the image and the zip, to build both |
    | `NAME.image` | a folder, an OCI image layout; one manifest for each architecture |
    | `NAME.tar` | for `docker load`, `podman load` and skopeo; a file for each architecture |
    | `NAME.digest` | the digest of the image's manifest; a file for each architecture |
    | `NAME.zip` | the zip for `provided.al2023`; a file for each architecture |
    | `NAME.layer` | the same as a layer, which other functions name; a zip for each architecture |
    | `NAME.invoke` | `bazel run NAME.invoke -- '{"name": "Ada"}'` runs the function once |
    | `NAME.serve` | `bazel run NAME.serve -- --address 127.0.0.1:9000` serves it until stopped |
    | `NAME.symbols` | what stacks are resolved with, by build id; keep it with each release |
    | `NAME.symbolize` | `bazel run NAME.symbolize < stack` names the lines of a production stack |
    | `NAME.push` | `bazel run NAME.push -- --repository hello` pushes the image |
    | `NAME.deploy` | `bazel run NAME.deploy -- --role ROLE` creates or updates the function |
    | `NAME.publish` | `bazel run NAME.publish` publishes the layer |

    With one architecture the files are `NAME.tar`, `NAME.digest`, `NAME.zip` and `NAME.layer.zip`;
    with several, each carries its architecture: `NAME.arm64.zip`. The program's bytes are the same
    in image, zip and layer, and equal inputs give equal digests on every machine.

    Args:
      name: of the function and its targets; docker calls the image `NAME:latest`.
      bootstrap: the function's program, a `cc_binary`, or one file that is a program; for files of
          several architectures a dict: `{"x86_64": ..., "arm64": ...}`. A target is built for each
          architecture, whatever machine Bazel runs on. Either is checked: what Lambda could not run
          does not build. Its `data` is not packed: name what it reads in `srcs`, `files` or
          `folders`.
      layer: instead of `bootstrap`: the `NAME.layer` of another function, which has the program.
          What ships is then a zip of some kilobytes, and no image, since Lambda's images take no
          layers. `.invoke` and `.serve` run the layer's program on this function's files.
      handler: what the program finds in the variable `_HANDLER`, for programs that hold several.
      architectures: `["x86_64"]`, `["arm64"]` or both.
      libc: `"musl"` links statically and runs on any base, also on an empty one. `"glibc"` links
          against glibc 2.34, Amazon Linux 2023's, for programs that need `dlopen`. It is what
          targets are built with; a file is taken as it is.
      packages: what is made of the function, of `["image", "zip"]`. Lambda never changes a function
          from one to the other. With `["zip"]` nothing of a base is ever fetched.
      base: what the image stands on: a target of `lambda_base_image`, like
          `"@my_base_x86_64//:base"`, for several architectures a dict: `{"x86_64": ..., "arm64": ...}`.
          Default: Amazon Linux 2023. `"//images/base:empty"` is an empty base, enough for musl: /tmp,
          users and certificates alone. A base's manifest and config are fetched when something of
          the image is built, its layers only for `.image`, `.tar` and what runs or names them, and
          never for `.digest` or the zip.
      srcs: files for /var/task, which keep their path in their package: `["conf/app.json"]` becomes
          /var/task/conf/app.json. Rules that make folders work too.
      files: files that go elsewhere: `{"//data:model.bin": "models/one.bin"}`; a path that ends in `/`
          is a folder.
      folders: folders of this package, with all that is in them: `["templates"]` becomes
          /var/task/templates, or the build says what of it would be left out. Symbolic links are
          followed; empty folders are not packed. Programs and scripts get mode 0755, all
          else 0644, by what they contain.
      env: environment variables of the function. They stand in the image and hold for `.invoke` and
          `.serve`; a zip cannot carry them, so a deployment sets them.
      labels: labels of the image.
      user: who runs the program in a container, e.g. `"1000"`; Lambda itself chooses its own.
      timeout: seconds that an invocation may take, here and as deployed, 1 to 1800; default:
          Lambda's, 3.
      memory: megabytes of the function, here as deployed, 128 to 10240, and to 32768 on Managed
          Instances; default: Lambda's, 128.
      tags: of every target.
      testonly: as everywhere.
      visibility: of the targets above.
      **unknown: refused, with the attribute that was probably meant.
    """
    if packages == None:
        packages = ["zip"] if layer else PACKAGES
    problem = check_attributes(unknown) or check_types({"folders": folders, "srcs": srcs}) or check_function(
        architectures = architectures,
        base = base,
        bootstrap = bootstrap,
        env = env,
        files = files,
        handler = handler,
        labels = labels,
        layer = layer,
        libc = libc,
        memory = memory,
        name = name,
        packages = packages,
        timeout = timeout,
        user = user,
    )
    if problem:
        fail("lambda_function {}: {}".format(native.package_relative_label(name), problem))
    shared = {"tags": tags, "testonly": testonly}
    public = dict(shared, visibility = visibility)
    content = {"files": files, "libc": libc, "srcs": srcs + _in_folders(name, folders)}
    inner = dict(shared, tags = tags + ["manual"], visibility = ["//visibility:private"])
    if folders:
        content["checks"] = [whole_folder_targets(name, folders, inner)]
    bases = [_base_for(name, base, architecture) for architecture in architectures]
    for architecture, own_base in zip(architectures, bases):
        architecture_targets(
            name,
            architecture,
            stem = name if len(architectures) == 1 else "{}.{}".format(name, architecture),
            base = own_base if "image" in packages else None,
            content = content | {"bootstrap": _of(name, "bootstrap", bootstrap, architecture)},
            has_layer = not layer,
            image = {"env": env, "handler": handler, "labels": labels, "user": user},
            inner = inner,
        )
    config = {"env": env, "function": name, "handler": handler}
    config |= {"memory_mb": memory or 0, "timeout_seconds": timeout or 0}
    function_targets(name, architectures, packages, bases, layer, config, public)
    deploy_targets(name, architectures, packages, layer, config, public)

def lambda_function_test(name, function, answers = {}, errors = {}, **kwargs):
    """Invokes `function` once for each event, under the emulator, as `FUNCTION.invoke` does.

    Args:
      name: of the test.
      function: a lambda_function, like ":hello".
      answers: events as JSON text, and the whole answer to each.
      errors: events that the function must fail on, and a part of the error document it reports.
      **kwargs: as of every test: size, tags.
    """
    _lambda_function_test(
        name = name,
        size = kwargs.pop("size", "small"),
        answers = answers,
        errors = errors,
        invoke = function + ".invoke",
        **kwargs
    )

def _in_folders(name, folders):
    found = []
    for folder in folders:
        files = native.glob([folder.removesuffix("/") + "/**"], allow_empty = True)
        if not files:
            fail(("lambda_function {}: folders has \"{}\", but this package has no file in such a folder. Name a " +
                  "folder beside the BUILD file, without a BUILD file of its own.").format(name, folder))
        found += files
    return found

# An attribute that may be a dict of architectures.
def _of(name, attribute, value, architecture):
    if type(value) != "dict":
        return value
    if architecture not in value:
        fail("lambda_function {}: {} has nothing for {}. Add it: {} = {{\"{}\": ...}}.".format(name, attribute, architecture, attribute, architecture))
    return value[architecture]

def _base_for(name, base, architecture):
    if base == None:
        return Label("@lambda_base_{}//:base".format(architecture))
    return _of(name, "base", base, architecture)
