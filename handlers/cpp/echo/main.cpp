// The bootstrap: what Lambda starts.
#include "handlers/cpp/echo/echo.h"
#include "runtime/lambda.h"

int main() { return lambda::run(echo); }
