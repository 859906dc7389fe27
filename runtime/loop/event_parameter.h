// The type of a callable's first parameter, which tells a mistaken handler from a right one.
#pragma once

#include <type_traits>

namespace lambda::loop {

/// For a parameter that is absent, or that accepts any type.
struct NoParameter {};

template <typename...>
struct FirstOf {
  using Type = NoParameter;
};
template <typename First, typename... Rest>
struct FirstOf<First, Rest...> {
  using Type = First;
};

/// The first parameter of a function, a member function or a function pointer. `Self` is the class
/// of a call operator that may name its object as its first parameter; that one does not count.
template <typename Function, typename Self = void>
struct FunctionParameter {
  using Type = NoParameter;
};
template <typename Result, typename... All, bool kIsNoexcept, typename Self>
struct FunctionParameter<Result (*)(All...) noexcept(kIsNoexcept), Self> : FirstOf<All...> {};
template <typename Result, typename Object, typename... All, bool kIsNoexcept, typename Self>
  requires std::is_same_v<std::remove_cvref_t<Object>, Self>
struct FunctionParameter<Result (*)(Object, All...) noexcept(kIsNoexcept), Self> : FirstOf<All...> {
};
template <typename Result, typename Class, typename... All, bool kIsNoexcept, typename Self>
struct FunctionParameter<Result (Class::*)(All...) noexcept(kIsNoexcept), Self> : FirstOf<All...> {
};
template <typename Result, typename Class, typename... All, bool kIsNoexcept, typename Self>
struct FunctionParameter<Result (Class::*)(All...) const noexcept(kIsNoexcept), Self>
    : FirstOf<All...> {};
template <typename Result, typename Class, typename... All, bool kIsNoexcept, typename Self>
struct FunctionParameter<Result (Class::*)(All...) & noexcept(kIsNoexcept), Self>
    : FirstOf<All...> {};
template <typename Result, typename Class, typename... All, bool kIsNoexcept, typename Self>
struct FunctionParameter<Result (Class::*)(All...) const & noexcept(kIsNoexcept), Self>
    : FirstOf<All...> {};

/// As declared, with its references. NoParameter for a call operator that is a template or
/// overloaded.
template <typename Callable>
struct EventParameter : FunctionParameter<Callable> {};
template <typename Callable>
  requires requires { &Callable::operator(); }
struct EventParameter<Callable> : FunctionParameter<decltype(&Callable::operator()), Callable> {};

}  // namespace lambda::loop
