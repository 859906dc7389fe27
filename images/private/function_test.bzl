"""A test of a function by its answers, for people who write no test program."""

load("//images/function:runfile.bzl", "runfile_path")

def _lambda_function_test_impl(ctx):
    cases = [{"answer": answer, "event": event} for event, answer in ctx.attr.answers.items()]
    cases += [{"error": error, "event": event} for event, error in ctx.attr.errors.items()]
    if not cases:
        fail("{} expects nothing. Write answers = {{\"EVENT\": \"ANSWER\"}}.".format(ctx.label))
    program = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(output = program, target_file = ctx.executable._test, is_executable = True)
    written = ctx.actions.declare_file(ctx.label.name + ".cases")
    ctx.actions.write(written, json.encode(cases))
    path = ctx.actions.declare_file(ctx.label.name + ".invoke")
    ctx.actions.write(path, runfile_path(ctx, ctx.executable.invoke))
    runfiles = ctx.runfiles(files = [written, path, ctx.executable.invoke, ctx.executable._test])
    return [DefaultInfo(
        executable = program,
        runfiles = runfiles.merge(ctx.attr.invoke[DefaultInfo].default_runfiles),
    )]

lambda_function_test = rule(
    implementation = _lambda_function_test_impl,
    doc = "Invokes a function once for each event, under the emulator. The public form is in //:defs.bzl.",
    attrs = {
        "answers": attr.string_dict(doc = "Events, and the whole answer to each."),
        "errors": attr.string_dict(doc = "Events that must fail, and a part of the error document."),
        "invoke": attr.label(mandatory = True, executable = True, cfg = "target", doc = "NAME.invoke of the function."),
        "_test": attr.label(default = "//images/tools/launch:function_test", executable = True, cfg = "target"),
    },
    test = True,
)
