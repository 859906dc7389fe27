// A function in C: the event says what it does, the good and the bad. Compiled as C, so that the
// header is C's.
// Source: runtime/c_abi/lambda.h.
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/c_abi/lambda.h"

static lambda_text text_of(const char* string) {
  lambda_text text = {string, strlen(string)};
  return text;
}

static int is(const lambda_event* event, const char* word) {
  return event->body.size == strlen(word) && memcmp(event->body.bytes, word, event->body.size) == 0;
}

// The value of a header, whose name is compared as it was sent.
static lambda_text header(const lambda_event* event, const char* name) {
  const lambda_text none = {NULL, 0};
  for (uint64_t i = 0; i < event->header_count; ++i) {
    const lambda_text found = event->headers[i].name;
    if (found.size == strlen(name) && strncasecmp(found.bytes, name, found.size) == 0) {
      return event->headers[i].value;
    }
  }
  return none;
}

static lambda_status fail(lambda_runtime* runtime) {
  const lambda_error error = {text_of("OutOfStock"), text_of("no \"more\""), text_of("a\nb")};
  return lambda_fail(runtime, &error);
}

// Greek letters, as a language gives them that keeps code points.
static lambda_status respond_utf32(lambda_runtime* runtime) {
  const uint32_t letters[] = {'"', 0x3B1, 0x3B2, 0x1F600, '"'};
  return lambda_respond_utf32(runtime, letters, 5, NULL);
}

static lambda_status serve(lambda_runtime* runtime, const lambda_event* event) {
  if (is(event, "\"fail\"")) {
    return fail(runtime);
  }
  if (is(event, "\"greek\"")) {
    return respond_utf32(runtime);
  }
  if (is(event, "\"exit\"")) {
    exit(3);
  }
  if (is(event, "\"abort\"")) {
    abort();
  }
  if (is(event, "\"fault\"")) {
    *(volatile int*)8 = 1;
  }
  if (is(event, "\"_exit\"")) {
    lambda_report_leaving("Runtime.ExitError", "the function calls _exit()");
    _exit(4);
  }
  if (is(event, "\"arn\"")) {
    const lambda_text arn = header(event, "lambda-runtime-invoked-function-arn");
    return lambda_respond(runtime, arn.bytes, arn.size, "text/plain");
  }
  lambda_log(runtime, LAMBDA_INFO, "echo", 4);
  const int exits = is(event, "\"exit later\"");
  const lambda_status status = lambda_respond(runtime, event->body.bytes, event->body.size, NULL);
  if (exits) {
    usleep(200 * 1000);
    exit(0);
  }
  return status;
}

int main(void) {
  lambda_runtime* runtime = NULL;
  if (lambda_open(&runtime) != LAMBDA_OK) {
    return 1;
  }
  lambda_guard_exits(NULL);
  if (getenv("FAIL_INITIALIZATION") != NULL) {
    const lambda_error error = {text_of("Runtime.NoModel"), text_of("no model"), {NULL, 0}};
    lambda_fail_initialization(runtime, &error);
    return 1;
  }
  lambda_event event;
  lambda_status status = lambda_next(runtime, &event);
  while (status == LAMBDA_OK) {
    status = serve(runtime, &event);
    if (status == LAMBDA_OK) {
      status = lambda_next(runtime, &event);
    }
  }
  lambda_close(runtime);
  return 1;
}
