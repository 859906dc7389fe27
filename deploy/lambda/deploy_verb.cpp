// Load, read, choose, check, then show or apply: the steps of a deployment, in the order of
// run_deploy().
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <future>
#include <iostream>
#include <optional>
#include <utility>

#include "deploy/aws/aws_command.h"
#include "deploy/function/image.h"
#include "deploy/lambda/apply_steps.h"
#include "deploy/lambda/function_code.h"
#include "deploy/lambda/function_options.h"
#include "deploy/lambda/function_reader.h"
#include "deploy/lambda/publish_layer.h"
#include "deploy/lambda/verbs.h"
#include "deploy/plan/deploy_check.h"
#include "deploy/plan/deploy_plan.h"
#include "deploy/plan/layer_plan.h"
#include "deploy/push/destination.h"
#include "deploy/push/push.h"

namespace lambda::deploy {
namespace {

using FoundDestination = std::expected<Destination, Error>;

// What is known so far: each step fills in its own part.
struct Deployment {
  images::FunctionDocument function;  // Of one architecture, once the code is chosen.
  DesiredFunction desired;
  CodeOptions options;
  bool is_plan = false;
  std::future<FoundDestination> destination_asked;  // Invalid: not asked yet.
  Found found;
  Destination destination;  // Of an image.
};

std::optional<std::string> own_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) {
    return std::nullopt;
  }
  return value;
}

AwsCommand aws_of(const Deployment& deployment) { return AwsCommand(deployment.options.push.aws); }

std::expected<Deployment, Error> load(const Arguments& arguments, const OwnFunction& own) {
  auto function = chosen_function(arguments, own);
  if (!function) {
    return std::unexpected(std::move(function.error()));
  }
  auto desired = read_function_options(*function, arguments, own_variable);
  if (!desired) {
    return std::unexpected(std::move(desired.error()));
  }
  auto options = read_code_options(arguments);
  if (!options) {
    return std::unexpected(std::move(options.error()));
  }
  return Deployment{.function = *std::move(function),
                    .desired = *std::move(desired),
                    .options = *std::move(options),
                    .is_plan = arguments.has("plan"),
                    .destination_asked = {},
                    .found = {},
                    .destination = {}};
}

// Starts the question about a repository that is named, at the same time as the others: a call of
// `aws` takes a second.
void ask_for_destination(Deployment& deployment) {
  const CodeOptions& options = deployment.options;
  if (options.push.repository.empty() || options.from == "zip") {
    return;
  }
  deployment.destination_asked =
      std::async(std::launch::async, [push = options.push] { return find_destination(push); });
}

// Reads what is there once nobody is at work on it: a run that was stopped may have left it so.
std::expected<void, Error> read(Deployment& deployment) {
  const DesiredFunction& desired = deployment.desired;
  const AwsCommand aws = aws_of(deployment);
  const bool has_role_name = !desired.role.empty() && !desired.role.starts_with("arn:");
  const Question question{.function = desired.name,
                          .role = has_role_name ? desired.role : "",
                          .asks_role_policies = desired.is_role_created,
                          .alias = desired.alias,
                          .asks_url = desired.url != UrlKind::kUnsaid};
  auto found = read_found(aws, question, [&] { ask_for_destination(deployment); });
  if (found && found->function && !is_settled(*found->function)) {
    const auto settled = wait_until_settled(aws, {desired.name, ""}, Patience(), std::cerr);
    if (!settled) {
      return std::unexpected(settled.error());
    }
    found = read_found(aws, question);
  }
  if (!found) {
    return std::unexpected(std::move(found.error()));
  }
  deployment.found = *std::move(found);
  return {};
}

std::expected<void, Error> choose(Deployment& deployment) {
  const FindDestination find = [&](const PushOptions& options) {
    return deployment.destination_asked.valid() ? deployment.destination_asked.get()
                                                : find_destination(options);
  };
  auto chosen = choose_code(deployment.function, deployment.options, deployment.found, find);
  if (!chosen) {
    return std::unexpected(std::move(chosen.error()));
  }
  deployment.desired.is_image = chosen->is_image;
  deployment.desired.architecture = chosen->built.architecture;
  deployment.desired.code = std::move(chosen->code);
  deployment.destination = std::move(chosen->destination);
  deployment.function.architectures = {std::move(chosen->built)};  // Lambda takes one of them.
  return {};
}

std::expected<void, Error> check(Deployment& deployment) {
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  return check_deployment(deployment.desired, deployment.found, today);
}

// Publishes the layer with the function's program, where it changed, and attaches it to the layers
// that are there. `--layer` names all layers by hand instead.
std::expected<void, Error> provide_layer(Deployment& deployment) {
  const images::FunctionArchitecture& built = deployment.function.architectures.front();
  DesiredFunction& desired = deployment.desired;
  if (desired.is_image || built.layer_name.empty() || desired.layers) {
    return {};
  }
  const auto layer = built_layer(deployment.function, built);
  if (!layer) {
    return std::unexpected(layer.error());
  }
  if (auto fits = check_attachment(desired, deployment.found, layer->name); !fits) {
    return fits;
  }
  const auto publication = deployment.is_plan ? Publication::kPlanned : Publication::kWhereChanged;
  const auto arn = publish_layer(aws_of(deployment), *layer, publication, std::cerr);
  if (!arn) {
    return std::unexpected(arn.error());
  }
  if (arn->empty()) {
    std::cerr << "would attach it to " << desired.name << "\n";
    return {};
  }
  const auto& found = deployment.found.function;
  desired.layers = attach_layer(found ? found->layers : std::vector<std::string>(), *arn);
  return {};
}

std::expected<void, Error> show(const Deployment& deployment) {
  if (deployment.desired.is_image) {
    auto images = read_images(deployment.function);
    if (!images) {
      return std::unexpected(std::move(images.error()));
    }
    const auto text =
        preview_push(*std::move(images), deployment.destination, deployment.options.push);
    if (!text) {
      return std::unexpected(text.error());
    }
    std::cerr << *text;
  }
  std::cerr << plan_text(plan_deployment(deployment.desired, deployment.found));
  return {};
}

std::expected<void, Error> push_image(Deployment& deployment) {
  auto images = read_images(deployment.function);
  if (!images) {
    return std::unexpected(std::move(images.error()));
  }
  TextProgress progress(std::cerr, ::isatty(STDERR_FILENO) == 1);
  const auto pushed =
      push(*std::move(images), deployment.destination, deployment.options.push, progress);
  if (!pushed) {
    return std::unexpected(pushed.error());
  }
  deployment.desired.code.image_uri = pushed->images.at(0).uri;
  return {};
}

void report(const Deployment& deployment, const Applied& applied, bool was_changed) {
  const Found& found = deployment.found;
  if (!was_changed) {
    std::cerr << deployment.desired.name << " is as wanted already\n";
  }
  if (!applied.version.empty()) {
    std::cerr << "version: " << applied.version << "\n";
  }
  const bool has_url = deployment.desired.url != UrlKind::kNone && found.url;
  const std::string url = applied.url.empty() && has_url ? found.url->url : applied.url;
  if (!url.empty()) {
    std::cerr << "url: " << url << "\n";
  }
  std::cout << (found.function ? found.function->arn : applied.function_arn) << std::endl;
}

std::expected<void, Error> apply(Deployment& deployment) {
  if (deployment.desired.is_image) {
    if (auto pushed = push_image(deployment); !pushed) {
      return pushed;
    }
  }
  const std::vector<Step> steps = plan_deployment(deployment.desired, deployment.found);
  const Subject subject{.function = deployment.desired.name,
                        .found = deployment.found.function,
                        .is_as_wanted = [&](const FoundFunction& function) {
                          return is_as_wanted(deployment.desired, deployment.found, function);
                        }};
  const auto applied = apply_steps(aws_of(deployment), steps, subject, Patience(), std::cerr);
  if (!applied) {
    return std::unexpected(applied.error());
  }
  report(deployment, *applied, !steps.empty());
  return {};
}

std::expected<void, Error> run_deploy(const Arguments& arguments, const OwnFunction& own) {
  auto deployment = load(arguments, own);
  if (!deployment) {
    return std::unexpected(std::move(deployment.error()));
  }
  for (const auto step : {read, choose, check, provide_layer}) {
    if (auto done = step(*deployment); !done) {
      return done;
    }
  }
  return deployment->is_plan ? show(*deployment) : apply(*deployment);
}

}  // namespace

Verb deploy_verb(const OwnFunction& own) {
  Verb verb{.name = "deploy",
            .purpose =
                "Creates the function or changes it, whichever is needed; waits until it is "
                "active and prints its ARN. What is not said stays as it is.",
            .operands = "",
            .options = {{"plan", "", "print what would be done, with the digests, and do nothing"},
                        name_option()},
            .run = [own](const Arguments& arguments) { return run_deploy(arguments, own); }};
  const auto add = [&](std::vector<OptionRule> rules) {
    for (OptionRule& rule : rules) {
      verb.options.push_back(std::move(rule));
    }
  };
  add(code_options());
  add(function_options());
  add({function_option()});
  add(aws_options());
  return verb;
}

}  // namespace lambda::deploy
