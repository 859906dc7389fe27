"""What the rules refuse while they are analysed, and what they provide otherwise."""

load("//images/providers:function_info.bzl", "FunctionInfo")
load("//images/providers:image_info.bzl", "BaseInfo", "ImageInfo")
load("//images/providers:task_info.bzl", "RuntimeLayerInfo", "TaskFilesInfo")
load(":assertions.bzl", "begin", "end", "expect", "expect_equal")

_ActionsInfo = provider(doc = "What a target would do.", fields = {"actions": "list of Action."})

_see_actions = aspect(
    implementation = lambda target, _ctx: [_ActionsInfo(actions = target.actions)],
)

def _actions_of(target, mnemonic):
    return [action for action in target[_ActionsInfo].actions if action.mnemonic == mnemonic]

def _empty_base_impl(ctx):
    record = begin()
    base = ctx.attr.target[BaseInfo]
    expect_equal(record, None, base.manifest)
    expect_equal(record, "", base.glibc)
    expect_equal(record, [], base.layers)
    expect_equal(record, [], base.layer_digests)
    expect(record, base.ground != None, "the empty base has no ground")
    return end(record)

# An empty base gets a layer of ours with what it lacks.
def _ground_impl(ctx):
    record = begin()
    argv = _actions_of(ctx.attr.target, "LambdaLayer")[0].argv
    for word in ["--shared=tmp", "--link=etc/ssl/cert.pem=/etc/pki/tls/certs/ca-bundle.crt"]:
        expect(record, word in argv, "no {} in {}".format(word, argv))
    return end(record)

# The folders themselves are inputs, so that a new file in one of them is noticed.
def _whole_folders_impl(ctx):
    record = begin()
    check = _actions_of(ctx.attr.target, "LambdaFolders")[0]
    inputs = [file.path for file in check.inputs.to_list()]
    for folder in ["conf", "conf/deep"]:
        expect(record, ctx.label.package + "/" + folder in inputs, "{} is not in {}".format(folder, inputs))
    lines = _actions_of(ctx.attr.target, "FileWrite")[0].content.splitlines()
    expect_equal(record, ["folder\t" + ctx.label.package + "/conf", "file\t" + ctx.label.package + "/conf/deep/data.txt"], lines)
    return end(record)

def _has_input(target, mnemonic, name):
    return any([
        name == file.basename
        for action in _actions_of(target, mnemonic)
        for file in action.inputs.to_list()
    ])

# The base's layers, which are large, are inputs only of what packs them.
def _lazy_image_impl(ctx):
    record = begin()
    image = ctx.attr.target[ImageInfo]
    expect_equal(record, [], image.base.layers)
    expect_equal(record, ["sha256:" + "1" * 64], image.base.layer_digests)
    expect_equal(record, 2, len(image.layers))
    expect_equal(record, None, image.base.ground)
    expect(record, _has_input(ctx.attr.target, "LambdaImage", "manifest.json"), "the base's manifest is not read")
    expect(record, not _has_input(ctx.attr.target, "LambdaImage", "layer.tar"), "the image's description needs a layer of the base")
    return end(record)

def _packed_image_impl(ctx):
    record = begin()
    for mnemonic in ["LambdaLayout", "LambdaArchive"]:
        if _actions_of(ctx.attr.target, mnemonic):
            expect(record, _has_input(ctx.attr.target, mnemonic, "layer.tar"), mnemonic + " lacks the base's layer")
            return end(record)
    expect(record, False, "no image is packed")
    return end(record)

# The program is built for the function's platform, not for Bazel's own.
def _platform_impl(ctx):
    record = begin()
    task = ctx.attr.target[TaskFilesInfo]
    expect_equal(record, "arm64", task.architecture)
    lines = [action.content for action in _actions_of(ctx.attr.target, "FileWrite")]
    expect(record, len(lines) == 1 and "file\tconf/deep/data.txt\t" in lines[0], str(lines))
    inputs = [file.basename for file in task.inputs.to_list()]
    expect(record, "sample.folders.checked" in inputs, "the folders are not checked: {}".format(inputs))
    expect(record, lines[0].startswith("program\tbootstrap\t" + task.program.path), lines[0])
    checks = _actions_of(ctx.attr.target, "LambdaCheckBootstrap")
    expect(record, "--architecture=arm64" in checks[0].argv and "--glibc=2.34" in checks[0].argv, str(checks[0].argv))
    return end(record)

def _function_impl(ctx):
    record = begin()
    function = ctx.attr.target[FunctionInfo]
    expect_equal(record, ["x86_64", "arm64"], function.images.keys())
    expect_equal(record, "sample.arm64.zip", function.zips["arm64"].basename)
    expect_equal(record, "sample.image", function.layout.basename)
    expect_equal(record, {"GREETING": "hi"}, function.environment)
    expect_equal(record, 7, function.timeout_seconds)
    expect_equal(record, 0, function.memory_mb)
    names = [image.digest.basename for image in function.images.values()]
    expect_equal(record, ["sample.x86_64.digest", "sample.arm64.digest"], names)
    for image in function.images.values():
        expected = ["ground.tar.gz", "entrypoint_layer_{}.tar.gz".format(image.architecture)]
        expect_equal(record, expected, [layer.basename for layer in image.layers[:2]])
        expect_equal(record, 3, len(image.layers))
    return end(record)

def _layer_impl(ctx):
    record = begin()
    layer = ctx.attr.target[RuntimeLayerInfo]
    expect_equal(record, "sample", layer.name)
    expect_equal(record, ["x86_64", "arm64"], layer.zips.keys())
    expect_equal(record, "sample.arm64.layer.zip", layer.zips["arm64"].basename)
    files = [file.basename for file in ctx.attr.target[DefaultInfo].files.to_list()]
    expect_equal(record, ["sample.x86_64.layer.zip", "sample.arm64.layer.zip"], files)
    return end(record)

# A function whose program a layer has: files alone, no image, and the layer's program to run.
def _layered_function_impl(ctx):
    record = begin()
    function = ctx.attr.target[FunctionInfo]
    expect_equal(record, {}, function.images)
    expect_equal(record, None, function.layout)
    expect_equal(record, "sample", function.layer.name)
    expect_equal(record, "app.main", function.handler)
    files = [file.basename for file in ctx.attr.target[DefaultInfo].files.to_list()]
    expect_equal(record, ["layered.zip"], files)
    return end(record)

def _document_of(target):
    return json.decode(_actions_of(target, "FileWrite")[0].content)

def _layered_runner_impl(ctx):
    record = begin()
    document = _document_of(ctx.attr.target)
    expect_equal(record, "app.main", document["handler"])
    expect_equal(record, ctx.label.name, "layered_{}_test".format(document["verb"]))
    built = document["architectures"]
    expect_equal(record, 1, len(built))
    expect(record, built[0]["layer_folder"].endswith("/sample.x86_64.task"), str(built))
    expect(record, "digest" not in built[0], str(built))
    return end(record)

# Both architectures' entry points are called the same, so among runfiles each needs its own name.
def _runner_impl(ctx):
    record = begin()
    document = _document_of(ctx.attr.target)
    entrypoints = {built["entrypoint"]: None for built in document["architectures"]}
    expect_equal(record, 2, len(entrypoints))
    expect_equal(record, 7, document["timeout_seconds"])
    expect_equal(record, {"GREETING": "hi"}, document["environment"])
    expect_equal(record, "invoke", document["verb"])
    beside = "bazel-bin/" + ctx.label.package + "/sample."
    outputs = ["image: " + beside + "image", "zip: " + beside + "x86_64.zip", "zip: " + beside + "arm64.zip"]
    expect_equal(record, outputs, document["outputs"])
    return end(record)

def _target_test(name, implementation, target):
    testing.analysis_test(
        name = name,
        implementation = implementation,
        attrs = {"target": attr.label(aspects = [_see_actions])},
        attr_values = {"target": target},
    )

def empty_base_test(name, target):
    """Passes when `target` is the empty base."""
    _target_test(name, _empty_base_impl, target)

def ground_test(name, target):
    """Passes when `target` is the layer that an empty base lacks."""
    _target_test(name, _ground_impl, target)

def whole_folders_test(name, target):
    """Passes when `target` looks at the folder `conf` of its package."""
    _target_test(name, _whole_folders_impl, target)

def platform_test(name, target):
    """Passes when `target` builds its program for arm64 and lists its files."""
    _target_test(name, _platform_impl, target)

def lazy_image_test(name, target):
    """Passes when `target` is an image described without its base's layers."""
    _target_test(name, _lazy_image_impl, target)

def packed_image_test(name, target):
    """Passes when `target` packs an image with its base's layers."""
    _target_test(name, _packed_image_impl, target)

def layer_test(name, target):
    """Passes when `target` is a layer for both architectures."""
    _target_test(name, _layer_impl, target)

def layered_function_test(name, target):
    """Passes when `target` is a function whose program a layer has."""
    _target_test(name, _layered_function_impl, target)

def layered_runner_test(name, target):
    """Passes when `target` runs the layer's program."""
    _target_test(name, _layered_runner_impl, target)

def function_test(name, target):
    """Passes when `target` tells what it makes and how it is configured."""
    _target_test(name, _function_impl, target)

def runner_test(name, target):
    """Passes when `target` plans a run of either architecture."""
    _target_test(name, _runner_impl, target)
