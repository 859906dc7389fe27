"""Separates a program from its symbols: the one ships, the others resolve its stacks."""

def separate_symbols(ctx, program, stem):
    """Declares the action that parts `program`.

    Args:
      ctx: of a rule with an attribute `_pack`.
      program: File.
      stem: what the names of the outputs begin with.
    Returns:
      The program that ships, and the folder of its symbols: two Files.
    """
    shipped = ctx.actions.declare_file(stem + ".program")
    symbols = ctx.actions.declare_directory(stem + ".symbols")
    arguments = ctx.actions.args()
    arguments.add("separate")
    arguments.add(shipped, format = "--out=%s")
    arguments.add_all([symbols], format_each = "--symbols=%s", expand_directories = False)
    arguments.add(program)
    ctx.actions.run(
        executable = ctx.executable._pack,
        arguments = [arguments],
        inputs = [program],
        outputs = [shipped, symbols],
        mnemonic = "LambdaSymbols",
        progress_message = "Putting the symbols of %{label} aside",
    )
    return shipped, symbols
