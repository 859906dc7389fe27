// The bootstrap: what Lambda starts.
#include "handlers/cpp/http/http.h"
#include "runtime/json.h"
#include "runtime/lambda.h"

int main() { return lambda::run(lambda::json(answer_http)); }
