// Preloaded into SBCL while it builds: every clock stands still, so that what it saves does not
// depend on when; and its second thread, which begins beside the first, runs alone until it rests,
// so that it does not depend on how fast either was. Never part of what ships.
// Source: ld.so(8), LD_PRELOAD; time(2); SBCL 2.6.4, src/code/final.lisp, finalizer-thread-start.
#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/times.h>
#include <time.h>
#include <unistd.h>

#include <cstring>

namespace {
constexpr time_t kWallSeconds = 1577836800;  // 2020-01-01, as good as any day.
constexpr time_t kRunningSeconds = 1000;
constexpr time_t kSecondsToRest = 10;  // Another thread than SBCL's own may never rest.

struct Start {
  void* (*run)(void*);
  void* argument;
};

sem_t second_rests;
Start second_start;
bool is_second_begun = false;
thread_local bool is_second = false;

void tell_that_second_rests() {
  if (is_second) {
    sem_post(&second_rests);
  }
  is_second = false;
}

void* run_second(void*) {
  is_second = true;
  void* const result = second_start.run(second_start.argument);
  tell_that_second_rests();
  return result;
}

void wait_for_second() {
  timespec limit = {};
  syscall(SYS_clock_gettime, CLOCK_REALTIME, &limit);  // The clock that does not stand still.
  limit.tv_sec += kSecondsToRest;
  sem_timedwait(&second_rests, &limit);
}

template <typename Function>
Function next(Function, const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}
}  // namespace

extern "C" {

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*run)(void*),
                   void* argument) noexcept {
  const auto create = next(&pthread_create, "pthread_create");
  if (is_second_begun) {
    return create(thread, attributes, run, argument);
  }
  is_second_begun = true;
  second_start = {run, argument};
  sem_init(&second_rests, 0, 0);
  const int error = create(thread, attributes, run_second, nullptr);
  if (error == 0) {
    wait_for_second();
  }
  return error;
}

int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
  tell_that_second_rests();
  return next(&pthread_cond_wait, "pthread_cond_wait")(condition, mutex);
}

int clock_gettime(clockid_t clock, timespec* now) noexcept {
  const bool is_wall = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
  *now = {.tv_sec = is_wall ? kWallSeconds : kRunningSeconds, .tv_nsec = 0};
  return 0;
}

int gettimeofday(timeval* now, void*) noexcept {
  *now = {.tv_sec = kWallSeconds, .tv_usec = 0};
  return 0;
}

time_t time(time_t* now) noexcept {
  if (now != nullptr) {
    *now = kWallSeconds;
  }
  return kWallSeconds;
}

int getrusage(__rusage_who_t, rusage* usage) noexcept {
  std::memset(usage, 0, sizeof *usage);
  return 0;
}

clock_t times(tms* usage) noexcept {
  std::memset(usage, 0, sizeof *usage);
  return 0;
}

clock_t clock() noexcept { return 0; }

}  // extern "C"
