"""Each target has beside the program what its verb needs, and nothing else, which would have to be built."""

load("//images/private:assertions.bzl", "begin", "end", "expect", "expect_equal")

_DocumentInfo = provider(doc = "What a target writes.", fields = {"document": "dict: the decoded JSON."})

def _read_document_impl(target, _ctx):
    texts = [action.content for action in target.actions if action.mnemonic == "FileWrite"]
    return [_DocumentInfo(document = json.decode(texts[0]) if texts else {})]

_read_document = aspect(implementation = _read_document_impl)

def _deployer_impl(ctx):
    record = begin()
    target = ctx.attr.target
    document = target[_DocumentInfo].document
    expect_equal(record, ctx.attr.verb, document["verb"])
    expect_equal(record, str(target.label).lstrip("@"), document["label"])
    program = target[DefaultInfo].files_to_run.executable
    runfiles = target[DefaultInfo].default_runfiles.files.to_list()
    beside = program.path + ".function.json" in [file.path for file in runfiles]
    expect(record, beside, "no document beside the program: {}".format(runfiles))
    found = {file.basename: None for file in runfiles}.keys()
    own = [program.basename, program.basename + ".function.json", "deploy"]
    needed = sorted([name for name in found if name not in own])
    expect_equal(record, sorted(ctx.attr.files), needed)
    expect_equal(record, ctx.attr.document, json.encode(document["architectures"]))
    for member, value in json.decode(ctx.attr.members).items():
        expect_equal(record, value, document.get(member))
    return end(record)

def deployer_test(name, target, verb, files, document, members = {}):
    """Passes when a target has exactly this beside the program.

    Args:
      name: of the test.
      target: of a lambda_deployer.
      verb: of it.
      files: names of the runfiles, but for the program's own.
      document: the document's `architectures`, decoded.
      members: other members of the document, decoded.
    """
    testing.analysis_test(
        name = name,
        implementation = _deployer_impl,
        attrs = {
            "document": attr.string(),
            "files": attr.string_list(),
            "members": attr.string(),
            "target": attr.label(aspects = [_read_document]),
            "verb": attr.string(),
        },
        attr_values = {
            "document": json.encode(document),
            "files": files,
            "members": json.encode(members),
            "target": target,
            "verb": verb,
        },
    )
