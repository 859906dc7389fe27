// The handler.
#include "handlers/cpp/echo/echo.h"

lambda::Borrowed echo(std::string_view event) { return {.bytes = event}; }
