// What a JSON handler asks for: the type of its first parameter.
#pragma once

#include <Poco/Dynamic/Var.h>

#include <type_traits>

namespace lambda {

template <typename Callable>
concept HasOneCallOperator = std::is_member_function_pointer_v<decltype(&Callable::operator())>;

/// A Var converts to and from everything, so that overload resolution alone cannot tell what a
/// handler asks for. A generic lambda, which asks for nothing in particular, gets a Var.
template <typename Callable>
struct FirstParameter {
  using Type = Poco::Dynamic::Var;
};
template <HasOneCallOperator Callable>
struct FirstParameter<Callable> : FirstParameter<decltype(&Callable::operator())> {};
template <typename Result, typename First, typename... Rest>
struct FirstParameter<Result (*)(First, Rest...)> {
  using Type = std::remove_cvref_t<First>;
};
template <typename Result, typename Class, typename First, typename... Rest>
struct FirstParameter<Result (Class::*)(First, Rest...)> {
  using Type = std::remove_cvref_t<First>;
};
template <typename Result, typename Class, typename First, typename... Rest>
struct FirstParameter<Result (Class::*)(First, Rest...) const> {
  using Type = std::remove_cvref_t<First>;
};

}  // namespace lambda
