/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ThreadSanitizer sees who waits for whom by pthread_mutex_lock and by atomic operations of code
 * that it has compiled. GLib is not compiled by it, and its mutexes are futexes and no pthread
 * mutexes. Without being told it would take everything that is under such a mutex for a race. The
 * functions here stand before GLib's in all programs that link this, and tell it what GLib's
 * documentation promises: what was done before an unlock is seen after the next lock, and so on.
 *
 * What stays unseen is what GLib and GStreamer do among themselves. ThreadSanitizer's option
 * ignore_noninstrumented_modules leaves that out: memory that they allocate, free or copy does not
 * count as touched. */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <glib-object.h>
#include <gst/gst.h>

#define EXPORT __attribute__ ((visibility ("default")))

/* ThreadSanitizer's runtime */
void __tsan_acquire (void *address);
void __tsan_release (void *address);

/* GLib's function of this name; looking for it twice at the same time does no harm. */
#define REAL(name)                                                                                 \
  static __typeof__ (name) *real;                                                                  \
  if (real == NULL)                                                                                \
  real = (__typeof__ (name) *) (guintptr) dlsym (RTLD_NEXT, #name)

#define LOCK(name, Type)                                                                           \
  EXPORT void name (Type *lock)                                                                    \
  {                                                                                                \
    REAL (name);                                                                                   \
    real (lock);                                                                                   \
    __tsan_acquire (lock);                                                                         \
  }

#define TRYLOCK(name, Type)                                                                        \
  EXPORT gboolean name (Type *lock)                                                                \
  {                                                                                                \
    gboolean locked;                                                                               \
    REAL (name);                                                                                   \
    locked = real (lock);                                                                          \
    if (locked)                                                                                    \
      __tsan_acquire (lock);                                                                       \
    return locked;                                                                                 \
  }

#define UNLOCK(name, Type)                                                                         \
  EXPORT void name (Type *lock)                                                                    \
  {                                                                                                \
    REAL (name);                                                                                   \
    __tsan_release (lock);                                                                         \
    real (lock);                                                                                   \
  }

LOCK (g_mutex_lock, GMutex)
TRYLOCK (g_mutex_trylock, GMutex)
UNLOCK (g_mutex_unlock, GMutex)
LOCK (g_rec_mutex_lock, GRecMutex)
TRYLOCK (g_rec_mutex_trylock, GRecMutex)
UNLOCK (g_rec_mutex_unlock, GRecMutex)
LOCK (g_rw_lock_writer_lock, GRWLock)
TRYLOCK (g_rw_lock_writer_trylock, GRWLock)
UNLOCK (g_rw_lock_writer_unlock, GRWLock)
LOCK (g_rw_lock_reader_lock, GRWLock)
TRYLOCK (g_rw_lock_reader_trylock, GRWLock)
UNLOCK (g_rw_lock_reader_unlock, GRWLock)

EXPORT void
g_cond_wait (GCond *cond, GMutex *mutex)
{
  REAL (g_cond_wait);
  __tsan_release (mutex);
  real (cond, mutex);
  __tsan_acquire (mutex);
}

EXPORT gboolean
g_cond_wait_until (GCond *cond, GMutex *mutex, gint64 end)
{
  gboolean signalled;

  REAL (g_cond_wait_until);
  __tsan_release (mutex);
  signalled = real (cond, mutex, end);
  __tsan_acquire (mutex);
  return signalled;
}

/* The other half, g_once_init_enter, is inline and reads the location atomically. */
EXPORT void (g_once_init_leave) (volatile void *location, gsize result)
{
  REAL (g_once_init_leave);
  __tsan_release ((void *) (guintptr) location);
  real (location, result);
}

EXPORT gpointer
g_once_impl (GOnce *once, GThreadFunc function, gpointer argument)
{
  gpointer result;

  REAL (g_once_impl);
  result = real (once, function, argument);
  __tsan_acquire (once);
  __tsan_release (once);
  return result;
}

/* Who lets go last sees what all others did before they let go. */
EXPORT void
g_object_unref (gpointer object)
{
  REAL (g_object_unref);
  __tsan_release (object);
  __tsan_acquire (object);
  real (object);
}

EXPORT void
gst_object_unref (gpointer object)
{
  REAL (gst_object_unref);
  __tsan_release (object);
  __tsan_acquire (object);
  real (object);
}

EXPORT void
gst_mini_object_unref (GstMiniObject *object)
{
  REAL (gst_mini_object_unref);
  __tsan_release (object);
  __tsan_acquire (object);
  real (object);
}

/* ---- tasks see what was done before they were pushed ---- */

typedef struct {
  GFunc function;
  gpointer data;
} Served;

static void
serve (gpointer task, gpointer data)
{
  Served *served = data;

  __tsan_acquire (served);
  served->function (task, served->data);
}

/* For as long as the program runs: a pool that is given up may still have a thread. */
static Served *
served_new (GFunc function, gpointer data)
{
  Served *served = g_new (Served, 1);

  *served = (Served){ function, data };
  return served;
}

EXPORT GThreadPool *
g_thread_pool_new (
    GFunc function, gpointer data, gint max_threads, gboolean exclusive, GError **error)
{
  REAL (g_thread_pool_new);
  return real (serve, served_new (function, data), max_threads, exclusive, error);
}

EXPORT GThreadPool *
g_thread_pool_new_full (GFunc function, gpointer data, GDestroyNotify free_task, gint max_threads,
    gboolean exclusive, GError **error)
{
  REAL (g_thread_pool_new_full);
  return real (serve, served_new (function, data), free_task, max_threads, exclusive, error);
}

EXPORT gboolean
g_thread_pool_push (GThreadPool *pool, gpointer task, GError **error)
{
  REAL (g_thread_pool_push);
  __tsan_release (pool->user_data);
  return real (pool, task, error);
}
