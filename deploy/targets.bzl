"""The targets of a function that deploy it: lambda_function makes them."""

load("//deploy/private:deployer.bzl", "lambda_deployer")

def deploy_targets(name, architectures, packages, layer, config, public):
    """Makes `NAME.push`, `NAME.deploy` and `NAME.publish`, as far as there is what they need.

    Each builds and fetches only what its verb needs: `.push` no zip and no layer of a base,
    `.publish` nothing of an image.

    Args:
      name: the function's.
      architectures: Lambda's names of them.
      packages: what is made of the function, of "image" and "zip".
      layer: the layer that has the function's program, or None.
      config: attributes that say how the function is configured.
      public: attributes of every target.
    """
    images = ["{}.{}.manifest".format(name, architecture) for architecture in architectures]
    zips = ["{}.{}.package".format(name, architecture) for architecture in architectures]
    shared = config | public | {"architectures": architectures}
    if "image" in packages:
        lambda_deployer(name = name + ".push", images = images, verb = "push", **shared)
    lambda_deployer(
        name = name + ".deploy",
        images = images if "image" in packages else [],
        layer = layer,
        verb = "deploy",
        zips = zips if "zip" in packages else [],
        **shared
    )
    if not layer:
        lambda_deployer(name = name + ".publish", layer = name + ".layer", verb = "publish", **shared)
