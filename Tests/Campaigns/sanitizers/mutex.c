// SPDX-License-Identifier: Apache-2.0
// Tells the thread sanitizer what a contended Synchronization.Mutex does. Its slow path lives in the
// runtime library, which is built without the sanitizer: each lock that had to wait looked like a race.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

#define HANDLE "$s15Synchronization12_MutexHandleV"
#define SLOW_LOCK HANDLE "9_lockSlowyys6UInt32VF"
#define SLOW_UNLOCK HANDLE "11_unlockSlowyyF"
#define SLOW_TRY HANDLE "12_tryLockSlowSbyF"
#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *self

extern void __tsan_acquire(void *) __attribute__((weak));
extern void __tsan_release(void *) __attribute__((weak));

SWIFT void lock_slowly(uint32_t thread, SELF) __asm__(SLOW_LOCK);
SWIFT void unlock_slowly(SELF) __asm__(SLOW_UNLOCK);
SWIFT bool try_slowly(SELF) __asm__(SLOW_TRY);

SWIFT void lock_slowly(uint32_t thread, SELF) {
  SWIFT void (*next)(uint32_t, SELF) = dlsym(RTLD_NEXT, SLOW_LOCK);
  next(thread, self);
  if (__tsan_acquire) __tsan_acquire(self);
}

SWIFT void unlock_slowly(SELF) {
  SWIFT void (*next)(SELF) = dlsym(RTLD_NEXT, SLOW_UNLOCK);
  if (__tsan_release) __tsan_release(self);
  next(self);
}

SWIFT bool try_slowly(SELF) {
  SWIFT bool (*next)(SELF) = dlsym(RTLD_NEXT, SLOW_TRY);
  bool locked = next(self);
  if (locked && __tsan_acquire) __tsan_acquire(self);
  return locked;
}
