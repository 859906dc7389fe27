"""The public rule to test a function by its answers, whatever language it is written in."""

load("//images/private:function_test.bzl", _lambda_function_test = "lambda_function_test")

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
