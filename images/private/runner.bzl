"""`bazel run` for a function: `X.invoke` and `X.serve`, without a container."""

load("//images/function:attributes.bzl", "FUNCTION_ATTRIBUTES", "function_info")
load("//images/function:program.bzl", "function_program", "program_attributes")

def _lambda_runner_impl(ctx):
    return [function_program(ctx, function_info(ctx), ctx.attr.verb)]

lambda_runner = rule(
    implementation = _lambda_runner_impl,
    doc = "Starts the function under the emulator, for the processor of this machine: once, or until stopped.",
    attrs = FUNCTION_ATTRIBUTES | program_attributes("//images/tools:launch") | {
        "verb": attr.string(mandatory = True, values = ["invoke", "serve"], doc = "Once, or until stopped."),
    },
    executable = True,
)
