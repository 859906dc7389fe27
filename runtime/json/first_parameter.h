// What a JSON handler asks for: the type of its first parameter.
#pragma once

#include <type_traits>

#include <Poco/Dynamic/Var.h>

#include "runtime/loop/event_parameter.h"

namespace lambda {

/// The object and the event at once, as a template argument of a call operator: whichever of the
/// two it is for, the operator's body can be compiled with it. Never made.
#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-internal"  // It is declared to be compiled with.
#endif
template <typename Callable>
struct ObjectAndEvent : Poco::Dynamic::Var, Callable {
  ObjectAndEvent(const ObjectAndEvent&);
  ObjectAndEvent& operator=(const ObjectAndEvent&);
};
#if defined(__clang__)
#pragma clang diagnostic pop
#endif

template <typename Callable>
concept HasCallTemplate = std::is_class_v<Callable> && !std::is_final_v<Callable> &&
                          requires { &Callable::template operator()<ObjectAndEvent<Callable>>; };

/// A Var converts to and from everything, so that overload resolution alone cannot tell what a
/// handler asks for. A generic lambda, which asks for nothing in particular, gets a Var.
template <typename Callable>
struct FirstParameter : loop::EventParameter<Callable> {};

/// Of a lambda that names its object (`this auto self`) the event is the second parameter.
template <HasCallTemplate Callable>
struct FirstParameter<Callable>
    : loop::FunctionParameter<decltype(&Callable::template operator()<ObjectAndEvent<Callable>>),
                              ObjectAndEvent<Callable>> {};

template <typename Callable>
using JsonEvent = std::conditional_t<
    std::is_same_v<std::remove_cvref_t<typename FirstParameter<Callable>::Type>,
                   loop::NoParameter> ||
        std::is_same_v<std::remove_cvref_t<typename FirstParameter<Callable>::Type>,
                       ObjectAndEvent<Callable>>,
    Poco::Dynamic::Var, std::remove_cvref_t<typename FirstParameter<Callable>::Type>>;

}  // namespace lambda
