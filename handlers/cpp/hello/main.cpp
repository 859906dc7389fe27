// The bootstrap: what Lambda starts.
#include "handlers/cpp/hello/hello.h"
#include "runtime/json.h"
#include "runtime/lambda.h"

int main() { return lambda::run(lambda::json(hello)); }
