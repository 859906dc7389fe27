"""The public rule: a program of yours becomes an image, a zip and a function that runs."""

load("//images/private:archive.bzl", "lambda_archive")
load("//images/private:checks.bzl", "check_architectures", "check_environment", "check_labels", "check_libc", "check_limits", "check_name", "check_place", "check_user")
load("//images/private:function.bzl", "lambda_function_files")
load("//images/private:image.bzl", "lambda_image")
load("//images/private:layer.bzl", "lambda_layer")
load("//images/private:layout.bzl", "lambda_layout")
load("//images/private:runner.bzl", "lambda_runner")
load("//images/private:task_files.bzl", "lambda_task_files")
load("//images/private:task_folder.bzl", "lambda_task_folder")
load("//images/private:zip.bzl", "lambda_zip")

def lambda_function(
        name,
        bootstrap,
        architectures = ["x86_64"],
        libc = "musl",
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
        visibility = None):
    """Makes a Lambda function of a program.

    | Target | What it is |
    |---|---|
    | `NAME` | the image and the zip, to build both |
    | `NAME.image` | a folder, an OCI image layout; one manifest for each architecture |
    | `NAME.tar` | for `docker load`, `podman load` and skopeo; a file for each architecture |
    | `NAME.digest` | the digest of the image's manifest; a file for each architecture |
    | `NAME.zip` | the zip for `provided.al2023`; a file for each architecture |
    | `NAME.invoke` | `bazel run NAME.invoke -- '{"name": "Ada"}'` runs the function once |
    | `NAME.serve` | `bazel run NAME.serve -- --address 127.0.0.1:9000` serves it until stopped |

    With one architecture the files are `NAME.tar`, `NAME.digest` and `NAME.zip`; with several, each
    carries its architecture: `NAME.arm64.zip`. The program's bytes are the same in image and zip,
    and equal inputs give equal digests on every machine.

    Args:
      name: of the function and its targets; docker calls the image `NAME:latest`.
      bootstrap: the function's program, a `cc_binary`. It is built for each architecture, whatever
          machine Bazel runs on, and checked: what Lambda could not run does not build. Its `data`
          is not packed: name what it reads in `srcs`, `files` or `folders`.
      architectures: `["x86_64"]`, `["arm64"]` or both.
      libc: `"musl"` links statically and runs on any base, also on an empty one. `"glibc"` links
          against glibc 2.34, Amazon Linux 2023's, for programs that need `dlopen`.
      base: what the image stands on: a target of `lambda_base_image`, like
          `"@my_base_x86_64//:base"`, for several architectures a dict: `{"x86_64": ..., "arm64": ...}`.
          Default: Amazon Linux 2023. `"//images/base:empty"` is an empty base, enough for musl. The
          base is fetched only when something of the image is built, never for the zip alone.
      srcs: files for /var/task, which keep their path in their package: `["conf/app.json"]` becomes
          /var/task/conf/app.json. Rules that make folders work too.
      files: files that go elsewhere: `{"//data:model.bin": "models/one.bin"}`; a path that ends in `/`
          is a folder.
      folders: folders of this package, with all that is in them: `["templates"]` becomes
          /var/task/templates. Symbolic links are followed. Programs and scripts get mode 0755, all
          else 0644, by what they contain.
      env: environment variables of the function. They stand in the image and hold for `.invoke` and
          `.serve`; a zip cannot carry them, so a deployment sets them.
      labels: labels of the image.
      user: who runs the program in a container, e.g. `"1000"`; Lambda itself chooses its own.
      timeout: seconds for `.invoke` and `.serve`, 1 to 900; default: Lambda's, 3.
      memory: megabytes the function is told it has, 128 to 10240; default: Lambda's, 128.
      tags: of every target.
      testonly: as everywhere.
      visibility: of the targets above.
    """
    for problem in [
        check_name(name),
        check_architectures(architectures),
        check_libc(libc),
        check_environment(env),
        check_labels(labels),
        check_user(user),
        check_limits(timeout, memory),
    ] + [check_place(path) for path in files.values()]:
        if problem:
            fail("lambda_function {}: {}".format(native.package_relative_label(name), problem))
    shared = {"tags": tags, "testonly": testonly}
    inner = dict(shared, tags = tags + ["manual"], visibility = ["//visibility:private"])
    public = dict(shared, visibility = visibility)
    content = {"bootstrap": bootstrap, "files": files, "srcs": srcs + _in_folders(name, folders)}
    image = {"env": env, "labels": labels, "user": user}
    for architecture in architectures:
        _one_architecture(
            name,
            architecture,
            stem = name if len(architectures) == 1 else "{}.{}".format(name, architecture),
            libc = libc,
            base = _base_for(name, base, architecture),
            content = content,
            image = image,
            inner = inner,
        )
    _whole_function(name, architectures, env, timeout or 0, memory or 0, public)

def _in_folders(name, folders):
    found = []
    for folder in folders:
        files = native.glob([folder.removesuffix("/") + "/**"], allow_empty = True)
        if not files:
            fail(("lambda_function {}: folders has \"{}\", but this package has no file in such a folder. Name a " +
                  "folder beside the BUILD file, without a BUILD file of its own.").format(name, folder))
        found += files
    return found

def _base_for(name, base, architecture):
    if base == None:
        return Label("@lambda_base_{}//:base".format(architecture))
    if type(base) != "dict":
        return base
    if architecture not in base:
        fail("lambda_function {}: base has nothing for {}. Add it: base = {{\"{}\": ...}}.".format(name, architecture, architecture))
    return base[architecture]

# The targets of one architecture, which the public ones gather.
def _one_architecture(name, architecture, stem, libc, base, content, image, inner):
    own = "{}.{}".format(name, architecture)
    lambda_task_files(
        name = own + ".files",
        architecture = architecture,
        libc = libc,
        **(content | inner)
    )
    lambda_layer(
        name = own + ".layer",
        content = own + ".files",
        created_by = "lambda_function: bootstrap and files",
        links = {"var/runtime/bootstrap": "/var/task/bootstrap"},  # Where AWS's own entry point looks.
        prefix = "var/task",
        **inner
    )
    lambda_image(
        name = own + ".manifest",
        base = base,
        layers = [Label("//images:entrypoint_layer_" + architecture), own + ".layer"],
        stem = stem,
        task = own + ".files",
        **(image | inner)
    )
    lambda_archive(
        name = own + ".archive",
        image = own + ".manifest",
        repo_tags = ["{}:{}".format(name, architecture), name + ":latest"],
        stem = stem,
        **inner
    )
    lambda_zip(name = own + ".package", content = own + ".files", stem = stem, **inner)
    lambda_task_folder(name = own + ".task", content = own + ".files", **inner)

# The public targets.
def _whole_function(name, architectures, env, timeout, memory, public):
    each = {
        kind: ["{}.{}.{}".format(name, architecture, kind) for architecture in architectures]
        for kind in ["manifest", "archive", "package", "task"]
    }
    parts = {"images": each["manifest"], "layout": name + ".image", "zips": each["package"]}
    config = {"env": env, "function": name, "memory_mb": memory, "timeout_seconds": timeout}
    lambda_layout(name = name + ".image", images = each["manifest"], **public)
    native.filegroup(name = name + ".tar", srcs = each["archive"], **public)
    native.filegroup(name = name + ".zip", srcs = each["package"], **public)
    native.filegroup(name = name + ".digest", srcs = each["manifest"], output_group = "digest", **public)
    lambda_function_files(name = name, **(config | parts | public))
    for verb in ["invoke", "serve"]:
        lambda_runner(
            name = "{}.{}".format(name, verb),
            entrypoints = [Label("//images:entrypoint_files_" + architecture) for architecture in architectures],
            tasks = each["task"],
            verb = verb,
            **(config | parts | public)
        )
