// A thread for each question but the first.
#include "deploy/lambda/function_reader.h"

#include <future>
#include <optional>
#include <utility>

#include "core/json/json_object.h"

namespace lambda::deploy {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;
using Reply = std::expected<std::optional<Object::Ptr>, Error>;

// Absent when it is not there.
Reply ask(const AwsCommand& aws, const std::string& service, const std::string& operation,
          const Object::Ptr& input) {
  auto answer = aws.call(service, operation, *input);
  if (answer) {
    return *std::move(answer);
  }
  const std::string& type = answer.error().type;
  if (type == "Aws.ResourceNotFoundException" || type == "Aws.NoSuchEntity") {
    return std::nullopt;
  }
  return std::unexpected(answer.error());
}

std::future<Reply> ask_aside(const AwsCommand& aws, bool is_asked, std::string service,
                             std::string operation, const Object::Ptr& input) {
  if (!is_asked) {
    std::promise<Reply> nothing;
    nothing.set_value(std::nullopt);
    return nothing.get_future();
  }
  return std::async(std::launch::async, [&aws, service, operation, input] {
    return ask(aws, service, operation, input);
  });
}

Object::Ptr object(const std::string& name, const std::string& value) {
  Object::Ptr input = new Object;
  input->set(name, value);
  return input;
}

std::string text(const Object& object, const std::string& name) {
  return string_member(object, name).value_or("");
}

std::expected<void, Error> keep_function(Found& found, const Object& answer) {
  auto function = read_function(answer);
  if (!function) {
    return std::unexpected(function.error());
  }
  found.function = *std::move(function);
  return {};
}

std::expected<void, Error> keep_url(Found& found, const Object& answer) {
  found.url = FoundUrl{text(answer, "FunctionUrl"), text(answer, "AuthType")};
  return {};
}

std::expected<void, Error> keep_policy(Found& found, const Object& answer) {
  auto statements = read_statements(text(answer, "Policy"));
  if (!statements) {
    return std::unexpected(statements.error());
  }
  found.statements = *std::move(statements);
  return {};
}

std::expected<void, Error> keep_alias(Found& found, const Object& answer) {
  found.alias = read_alias(answer);
  return {};
}

std::expected<void, Error> keep_role(Found& found, const Object& answer) {
  const Object::Ptr role = answer.getObject("Role");
  if (role.isNull()) {
    return {};
  }
  if (!found.role) {
    found.role.emplace();
  }
  found.role->arn = text(*role, "Arn");
  found.role->tags = read_tag_list(*role);
  return {};
}

std::expected<void, Error> keep_role_policies(Found& found, const Object& answer) {
  const Array::Ptr policies = answer.getArray("AttachedPolicies");
  for (unsigned i = 0; found.role && !policies.isNull() && i < policies->size(); ++i) {
    const Object::Ptr policy = policies->getObject(i);
    if (!policy.isNull()) {
      found.role->policies.insert(text(*policy, "PolicyName"));
    }
  }
  return {};
}

}  // namespace

std::expected<Found, Error> read_found(const AwsCommand& aws, const Question& question,
                                       const std::function<void()>& first_answered) {
  const Object::Ptr function = object("FunctionName", question.function);
  const Object::Ptr role = object("RoleName", question.role);
  Object::Ptr alias = object("FunctionName", question.function);
  alias->set("Name", question.alias);
  Object::Ptr qualified = object("FunctionName", question.function);
  if (!question.alias.empty()) {
    qualified->set("Qualifier", question.alias);
  }
  const bool has_role = !question.role.empty();
  const bool has_policies = has_role && question.asks_role_policies;
  const bool has_alias = !question.alias.empty();
  Found found;
  const Reply first = ask(aws, "lambda", "get-function", function);
  if (!first) {
    return std::unexpected(first.error());
  }
  if (*first) {
    if (auto kept = keep_function(found, ***first); !kept) {
      return std::unexpected(kept.error());
    }
  }
  if (first_answered) {
    first_answered();
  }
  using Keep = std::expected<void, Error> (*)(Found&, const Object&);
  std::pair<std::future<Reply>, Keep> asked[] = {
      {ask_aside(aws, question.asks_url, "lambda", "get-function-url-config", qualified), keep_url},
      {ask_aside(aws, question.asks_url, "lambda", "get-policy", qualified), keep_policy},
      {ask_aside(aws, has_alias, "lambda", "get-alias", alias), keep_alias},
      {ask_aside(aws, has_role, "iam", "get-role", role), keep_role},
      {ask_aside(aws, has_policies, "iam", "list-attached-role-policies", role),
       keep_role_policies}};
  for (auto& [future, keep] : asked) {
    const Reply answer = future.get();
    if (!answer) {
      return std::unexpected(answer.error());
    }
    if (!*answer) {
      continue;
    }
    if (auto kept = keep(found, ***answer); !kept) {
      return std::unexpected(kept.error());
    }
  }
  return found;
}

}  // namespace lambda::deploy
