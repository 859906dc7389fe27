// Reads what is there, plans, refuses or shows or does. Source: deploy_verb.h.
#include "deploy/lambda/deploy_verb.h"

#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <future>
#include <iostream>
#include <optional>
#include <utility>

#include "deploy/aws/aws_command.h"
#include "deploy/function/load_function.h"
#include "deploy/lambda/apply_steps.h"
#include "deploy/lambda/function_code.h"
#include "deploy/lambda/function_options.h"
#include "deploy/lambda/function_reader.h"
#include "deploy/lambda/plan_text.h"
#include "deploy/lambda/publish_layer.h"
#include "deploy/plan/attached_layers.h"
#include "deploy/plan/deploy_plan.h"
#include "deploy/push/destination.h"
#include "deploy/push/push.h"

namespace lambda::deploy {
namespace {

struct Deployment {
  FunctionDocument document;
  DesiredFunction desired;
  Found found;
  PushOptions push;
};

std::optional<std::string> own_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) {
    return std::nullopt;
  }
  return value;
}

std::chrono::year_month_day today() {
  return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
}

// What is there, when nobody is at work on it: a run that was stopped may have left it so.
std::expected<Found, Error> read_settled(const AwsCommand& aws, const DesiredFunction& desired,
                                         const std::function<void()>& first_answered) {
  const bool has_role_name = !desired.role.empty() && !desired.role.starts_with("arn:");
  const Question question{.function = desired.name,
                          .role = has_role_name ? desired.role : "",
                          .asks_role_policies = desired.is_role_created,
                          .alias = desired.alias,
                          .asks_url = desired.url != UrlKind::kUnsaid};
  auto found = read_found(aws, question, first_answered);
  if (!found || !found->function || is_settled(*found->function)) {
    return found;
  }
  const auto settled = wait_until_settled(aws, {desired.name, ""}, Patience(), std::cerr);
  if (!settled) {
    return std::unexpected(settled.error());
  }
  return read_found(aws, question);
}

using FoundDestination = std::expected<Destination, Error>;

// Begins to ask for a repository that is named, beside all else: a call of `aws` takes a second.
// Invalid where none is named, or wrongly, which is told where the code is chosen.
std::future<FoundDestination> ask_early(const Arguments& arguments) {
  if (!arguments.has("repository") || arguments.one("from") == "zip") {
    return {};
  }
  auto options = image_push_options(arguments, arguments.one("repository"));
  if (!options) {
    return {};
  }
  return std::async(std::launch::async, [options = *std::move(options)] {
    return find_destination(options, AwsCommand(options.aws), false);
  });
}

std::expected<Deployment, Error> prepare(const std::string& program, const AwsCommand& aws,
                                         const Arguments& arguments) {
  auto document = load_function(program, arguments);
  if (!document) {
    return std::unexpected(document.error());
  }
  auto desired = read_function_options(*document, arguments, own_variable);
  if (!desired) {
    return std::unexpected(desired.error());
  }
  std::future<FoundDestination> early;
  auto found = read_settled(aws, *desired, [&] { early = ask_early(arguments); });
  if (!found) {
    return std::unexpected(found.error());
  }
  const FindDestination find = [&](const PushOptions& options) {
    if (early.valid()) {
      return early.get();
    }
    return find_destination(options, AwsCommand(options.aws), false);
  };
  auto chosen = choose_code(*document, arguments, *found, find);
  if (!chosen) {
    return std::unexpected(chosen.error());
  }
  desired->is_image = chosen->is_image;
  desired->architecture = chosen->built.architecture;
  desired->code = std::move(chosen->code);
  if (auto checked = check_deployment(*desired, *found, today()); !checked) {
    return std::unexpected(checked.error());
  }
  document->architectures = {std::move(chosen->built)};  // Lambda takes one of them.
  return Deployment{*std::move(document), *std::move(desired), *std::move(found),
                    std::move(chosen->push)};
}

std::expected<void, Error> show(const Deployment& deployment) {
  if (deployment.desired.is_image) {
    const auto text = plan_push(deployment.document, deployment.push);
    if (!text) {
      return std::unexpected(text.error());
    }
    std::cerr << *text;
  }
  std::cerr << plan_text(plan_deployment(deployment.desired, deployment.found));
  return {};
}

// The layer that has the function's program is published where it changed, and attached to those
// that are there. `--layer` names layers by hand, and then all of them.
std::expected<void, Error> provide_layer(const AwsCommand& aws, const Arguments& arguments,
                                         Deployment& deployment) {
  const FunctionArchitecture& built = deployment.document.architectures.front();
  DesiredFunction& desired = deployment.desired;
  if (desired.is_image || built.layer_name.empty() || desired.layers) {
    return {};
  }
  const auto layer = built_layer(deployment.document, built);
  if (!layer) {
    return std::unexpected(layer.error());
  }
  if (auto fits = check_attachment(desired, deployment.found, layer->name); !fits) {
    return fits;
  }
  const auto arn = publish_layer(
      aws, *layer, arguments.has("plan") ? Publication::kPlanned : Publication::kWhereChanged,
      std::cerr);
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

std::expected<void, Error> push_image(Deployment& deployment) {
  TextProgress progress(std::cerr, ::isatty(STDERR_FILENO) == 1);
  const auto pushed = push(deployment.document, deployment.push, progress);
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

std::expected<void, Error> run_deploy(const std::string& program, const Arguments& arguments) {
  const AwsCommand aws(aws_settings(arguments));
  auto deployment = prepare(program, aws, arguments);
  if (!deployment) {
    return std::unexpected(deployment.error());
  }
  if (auto provided = provide_layer(aws, arguments, *deployment); !provided) {
    return provided;
  }
  if (arguments.has("plan")) {
    return show(*deployment);
  }
  if (deployment->desired.is_image) {
    if (auto pushed = push_image(*deployment); !pushed) {
      return pushed;
    }
  }
  const std::vector<Step> steps = plan_deployment(deployment->desired, deployment->found);
  const Subject subject{.function = deployment->desired.name,
                        .found = deployment->found.function,
                        .is_as_wanted = [&](const FoundFunction& function) {
                          return is_as_wanted(deployment->desired, deployment->found, function);
                        }};
  const auto applied = apply_steps(aws, steps, subject, Patience(), std::cerr);
  if (!applied) {
    return std::unexpected(applied.error());
  }
  report(*deployment, *applied, !steps.empty());
  return {};
}

}  // namespace

Verb deploy_verb(const std::string& program) {
  Verb verb{
      .name = "deploy",
      .purpose =
          "Creates the function or changes it, whichever is needed; waits until it is "
          "active and prints its ARN. What is not said stays as it is.",
      .operands = "",
      .options = {{"plan", "", "print what would be done, with the digests, and do nothing"},
                  name_option()},
      .run = [program](const Arguments& arguments) { return run_deploy(program, arguments); }};
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
