"""Whether the actions of a target depend on the versions of the programs that they call."""

_InputsInfo = provider(
    doc = "What a target's actions read.",
    fields = {"names": "Dict of a mnemonic → list: each such action's inputs, by file name."},
)

def _inputs_of_actions_impl(target, _ctx):
    names = {}
    for action in target.actions:
        inputs = [file.basename for file in action.inputs.to_list()]
        names.setdefault(action.mnemonic, []).append(inputs)
    return [_InputsInfo(names = names)]

_inputs_of_actions = aspect(implementation = _inputs_of_actions_impl)

def _inputs_test_impl(ctx):
    actions = ctx.attr.target[0][_InputsInfo].names.get(ctx.attr.mnemonic, [])
    problems = [] if actions else ["no action {}".format(ctx.attr.mnemonic)]
    for names in actions:
        missing = [name for name in ctx.attr.inputs if name not in names]
        if missing:
            problems.append("{} does not depend on {}".format(ctx.attr.mnemonic, missing))
    return [AnalysisTestResultInfo(success = not problems, message = "\n".join(problems))]

def _to_platform_impl(settings, attr):
    present = settings["//command_line_option:platforms"]
    return {"//command_line_option:platforms": attr.platform or present}

_to_platform = transition(
    implementation = _to_platform_impl,
    inputs = ["//command_line_option:platforms"],
    outputs = ["//command_line_option:platforms"],
)

inputs_test = rule(
    implementation = _inputs_test_impl,
    doc = "Passes when each action `mnemonic` of `target` has files of the names `inputs` among its inputs.",
    analysis_test = True,
    attrs = {
        "inputs": attr.string_list(mandatory = True),
        "mnemonic": attr.string(mandatory = True),
        "platform": attr.string(doc = "To build the target for; empty: the one that is built for."),
        "target": attr.label(aspects = [_inputs_of_actions], cfg = _to_platform, mandatory = True),
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
    },
)
