"""`NAME.push`, `NAME.deploy` and `NAME.publish`: the program `deploy`, with what was built beside it."""

load("//images/function:attributes.bzl", "FUNCTION_ATTRIBUTES", "function_info")
load("//images/function:program.bzl", "function_program", "program_attributes")

def _lambda_deployer_impl(ctx):
    return [function_program(ctx, function_info(ctx), ctx.attr.verb)]

lambda_deployer = rule(
    implementation = _lambda_deployer_impl,
    doc = "Starts `deploy`, on the machine that runs Bazel, with one verb and what that verb needs of a function.",
    attrs = FUNCTION_ATTRIBUTES | program_attributes("//deploy") | {
        "verb": attr.string(mandatory = True, values = ["push", "deploy", "publish"], doc = "What the program does."),
    },
    executable = True,
)
