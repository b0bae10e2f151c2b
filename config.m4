dnl One source list per layer (docs/architecture.md). The supervisor program is built from the same core, platform and
dnl store files as the module; tools/check-sources.sh compares these lists with the tree.
PHP_ARG_ENABLE([bgproc],
  [whether to enable bgproc support],
  [AS_HELP_STRING([--enable-bgproc], [Enable bgproc support])],
  [yes])
PHP_ARG_WITH([cjson],
  [for system cJSON],
  [AS_HELP_STRING([[--with-cjson[=DIR]]], [bgproc: cJSON prefix (default: pkg-config)])],
  [yes], [no])
PHP_ARG_ENABLE([bgproc-portable-spawn],
  [whether bgproc starts processes the portable way],
  [AS_HELP_STRING([--enable-bgproc-portable-spawn], [bgproc: fork and a report pipe instead of Linux clone])],
  [no], [no])
PHP_ARG_ENABLE([bgproc-dev],
  [whether to build bgproc with developer warnings],
  [AS_HELP_STRING([--enable-bgproc-dev], [bgproc: -Wall -Wextra -Werror])],
  [no], [no])
PHP_ARG_ENABLE([bgproc-coverage],
  [whether to build bgproc for gcov],
  [AS_HELP_STRING([--enable-bgproc-coverage], [bgproc: gcov instrumentation])],
  [no], [no])
PHP_ARG_ENABLE([bgproc-sanitize],
  [whether to build bgproc with ASAN and UBSAN],
  [AS_HELP_STRING([--enable-bgproc-sanitize], [bgproc: address and undefined sanitizers])],
  [no], [no])

if test "$PHP_BGPROC" != "no"; then
  bgproc_core="src/core/base64.c src/core/buf.c src/core/error.c src/core/job.c src/core/json_scan.c src/core/json_text.c \
    src/core/json_value.c src/core/key.c src/core/record.c src/core/sha256.c src/core/state.c"
  bgproc_protocol="src/protocol/header_name.c src/protocol/notify_message.c src/protocol/request_auth.c \
    src/protocol/request_spec.c src/protocol/request_text.c"

  dnl For the module and both programs; for both programs; for the module and the supervisor.
  bgproc_platform_base="src/platform/clock_posix.c src/platform/file/descriptor_posix.c src/platform/file/file_posix.c \
    src/platform/file/rename_posix.c"
  bgproc_platform_programs="src/platform/process/self_posix.c"
  bgproc_platform="src/platform/process/detach.c src/platform/process/exec_posix.c src/platform/process/spawn_fork.c \
    src/platform/process/usage_posix.c src/platform/signal/signals_posix.c"
  case $host_os in
    linux*)
      bgproc_platform="$bgproc_platform src/platform/file/procfs_linux.c src/platform/process/proc_linux.c \
        src/platform/process/tree_linux.c"
      bgproc_platform_signals="src/platform/signal/sigsource_linux.c"
      bgproc_platform_supervisor="src/platform/socket/notify_linux.c src/platform/wall_timer_linux.c"
      bgproc_platform_ipc="src/platform/huge_pages_linux.c src/platform/poll_set_linux.c src/platform/processors_linux.c \
        src/platform/process/die_with_linux.c src/platform/process/memory_linux.c src/platform/process/oom_linux.c \
        src/platform/process/pid_linux.c"
      bgproc_spawn="src/platform/process/spawn_linux.c"
      ;;
    *)
      bgproc_platform="$bgproc_platform src/platform/process/proc_posix.c"
      bgproc_platform_signals="src/platform/signal/sigsource_posix.c"
      bgproc_platform_supervisor="src/platform/socket/notify_posix.c src/platform/wall_timer_posix.c"
      bgproc_platform_ipc="src/platform/huge_pages_posix.c src/platform/poll_set_posix.c src/platform/processors_posix.c \
        src/platform/process/die_with_posix.c src/platform/process/memory_posix.c src/platform/process/oom_posix.c \
        src/platform/process/pid_posix.c"
      bgproc_spawn="src/platform/process/spawn_posix.c"
      ;;
  esac
  if test "$PHP_BGPROC_PORTABLE_SPAWN" = "yes"; then
    bgproc_spawn="src/platform/process/spawn_posix.c"
  fi
  bgproc_platform="$bgproc_platform $bgproc_spawn"
  bgproc_platform_supervisor="$bgproc_platform_supervisor $bgproc_platform_signals src/platform/file/sink_posix.c src/platform/socket/notify_socket.c"
  dnl For the module and bgproc.request; for the latter alone.
  bgproc_platform_client="src/platform/socket/connect_posix.c"
  bgproc_platform_request="src/platform/file/random_posix.c"

  dnl The supervisor only writes records, the module only reads them and writes the first one.
  bgproc_store="src/store/file/output_cut.c src/store/record/encode.c src/store/file/names.c"
  bgproc_store_writer="src/store/file/last_words.c src/store/file/result.c src/store/file/writer.c src/store/file/writer_file.c"
  bgproc_platform_module="src/platform/file/directory_known.c src/platform/file/directory_make.c \
    src/platform/file/directory_owner.c src/platform/file/directory_posix.c src/platform/file/lock_posix.c \
    src/platform/file/memory_file.c src/platform/process/environ_posix.c"
  bgproc_store_reader="src/store/record/decode_quick.c src/store/record/decode.c src/store/record/decode_value.c src/store/file/directory.c \
    src/store/file/companion.c src/store/file/lock.c src/store/file/read.c \
    src/store/file/remove.c src/store/file/settle.c src/store/file/store.c src/store/file/sweep.c src/store/file/unique.c"

  bgproc_supervisor="src/supervisor/actions.c src/supervisor/alarm.c src/supervisor/argument_value.c src/supervisor/arguments.c \
    src/supervisor/attempt.c src/supervisor/deadlines.c src/supervisor/error_log.c src/supervisor/loop.c \
    src/supervisor/machine.c src/supervisor/main.c src/supervisor/messages.c src/supervisor/outcome.c src/supervisor/settle.c \
    src/supervisor/signals.c src/supervisor/timeouts.c"
  bgproc_supervisor_child="src/supervisor/child/command.c src/supervisor/child/kept.c src/supervisor/child/tree.c \
    src/supervisor/child/visited.c"
  bgproc_supervisor_job="src/supervisor/job/log.c src/supervisor/job/publish.c src/supervisor/job/socket.c \
    src/supervisor/job/status_text.c src/supervisor/job/tracked_job.c"
  bgproc_supervisor_output="src/supervisor/output/capture.c src/supervisor/output/cut_note.c src/supervisor/output/tail.c \
    src/supervisor/output/tail_file.c"
  dnl The program that makes the request of a job; linked as usual, because it opens libcurl.
  bgproc_request="src/request/curl_load.c src/request/fastcgi.c src/request/fastcgi_params.c src/request/fastcgi_record.c \
    src/request/http.c src/request/http_auth.c src/request/main.c src/request/report.c src/request/request.c \
    src/request/response.c"
  dnl Between a parent and its workers.
  bgproc_ipc="src/ipc/block.c src/ipc/byte_queue.c src/ipc/channel.c src/ipc/frame.c src/ipc/inbox.c src/ipc/outbox.c \
    src/ipc/reassembly.c src/ipc/value.c"
  bgproc_platform_ipc="$bgproc_platform_ipc src/platform/process/descriptors_posix.c src/platform/socket/packet_posix.c \
    src/platform/socket/pair_posix.c src/platform/socket/pass_posix.c src/platform/socket/repeat_posix.c"
  dnl The process that forks the workers. It needs the signal source of bgproc_platform_supervisor too.
  bgproc_zygote="src/zygote/board.c src/zygote/children.c src/zygote/control.c src/zygote/zygote.c"
  bgproc_launch="src/launch/argv.c src/launch/first_record.c src/launch/perform.c src/launch/supervisor_arguments.c"
  bgproc_launch_module="src/launch/program_image.c"
  bgproc_php="src/php/ini.c src/php/module.c"
  bgproc_php_base="src/php/base/callback.c src/php/base/exception_property.c src/php/base/exceptions.c src/php/base/held.c \
    src/php/base/interruptible_poll.c src/php/base/option_value.c src/php/base/path.c src/php/base/pending_exception.c \
    src/php/base/state.c src/php/base/stream.c src/php/base/time_zone.c src/php/base/uncaught.c src/php/base/usage.c \
    src/php/base/value_codec.c"
  bgproc_php_base_value="src/php/base/value/arguments.c src/php/base/value/quiet.c src/php/base/value/search.c \
    src/php/base/value/serializer.c src/php/base/value/wire.c"
  bgproc_php_deferred="src/php/deferred/auto_run.c src/php/deferred/background_processing.c src/php/deferred/failed_exception.c \
    src/php/deferred/failures.c src/php/deferred/finish_request.c src/php/deferred/functions.c src/php/deferred/new_relic.c \
    src/php/deferred/queue.c src/php/deferred/results.c src/php/deferred/run.c src/php/deferred/script_directory.c \
    src/php/deferred/shutdown_list.c src/php/deferred/task.c src/php/deferred/timer.c src/php/deferred/timers.c"
  bgproc_php_job="src/php/job/job.c src/php/job/job_facts.c src/php/job/job_manager.c src/php/job/job_output.c \
    src/php/job/job_wait.c src/php/job/list.c src/php/job/manager_object.c src/php/job/object.c src/php/job/outcome.c \
    src/php/job/serve_status.c src/php/job/server_variable.c src/php/job/signing_keys.c src/php/job/status.c"
  bgproc_php_job_context="src/php/job/context/accept.c src/php/job/context/cancellation.c src/php/job/context/current.c \
    src/php/job/context/fatal_error.c src/php/job/context/job_context.c src/php/job/context/message.c \
    src/php/job/context/object.c src/php/job/context/result.c src/php/job/context/run_callable.c src/php/job/context/send.c"
  bgproc_php_job_start="src/php/job/start/call.c src/php/job/start/option_value.c src/php/job/start/options.c \
    src/php/job/start/plan.c src/php/job/start/request.c src/php/job/start/request_target.c src/php/job/start/request_writer.c \
    src/php/job/start/retry.c src/php/job/start/saved_request.c src/php/job/start/start.c src/php/job/start/unique.c \
    src/php/job/start/user_cookies.c"
  bgproc_php_process="src/php/process/background_process.c src/php/process/background_process_facts.c \
    src/php/process/background_process_manager.c src/php/process/background_process_output.c \
    src/php/process/background_process_stop.c src/php/process/background_process_wait.c src/php/process/facts.c \
    src/php/process/filter.c src/php/process/list.c src/php/process/manager_object.c src/php/process/manager_store.c \
    src/php/process/object.c src/php/process/php_file.c src/php/process/record_array.c src/php/process/refresh.c \
    src/php/process/stop.c"
  bgproc_php_process_options="src/php/process/options/command_line.c src/php/process/options/option_set.c \
    src/php/process/options/options.c src/php/process/options/resource_limits.c"
  bgproc_php_process_output="src/php/process/output/captured.c src/php/process/output/incremental.c"
  bgproc_php_process_start="src/php/process/start/credentials.c src/php/process/start/environment.c \
    src/php/process/start/files.c src/php/process/start/start.c src/php/process/start/texts.c"
  bgproc_php_process_wait="src/php/process/wait/many.c src/php/process/wait/one.c"
  bgproc_php_worker="src/php/worker/await.c src/php/worker/close.c src/php/worker/construct.c src/php/worker/future.c \
    src/php/worker/future_object.c src/php/worker/options.c src/php/worker/pool.c src/php/worker/pool_lifecycle.c \
    src/php/worker/pool_object.c src/php/worker/settle.c src/php/worker/stats.c src/php/worker/submit.c src/php/worker/target.c \
    src/php/worker/turn.c"
  bgproc_php_worker_batch="src/php/worker/batch/batch.c src/php/worker/batch/items.c src/php/worker/batch/map.c \
    src/php/worker/batch/pool_results.c src/php/worker/batch/results.c src/php/worker/batch/run_tasks.c"
  bgproc_php_worker_call="src/php/worker/call/call.c src/php/worker/call/exception_codec.c src/php/worker/call/handlers.c \
    src/php/worker/call/message.c"
  bgproc_php_worker_child="src/php/worker/child/answer.c src/php/worker/child/fork.c src/php/worker/child/last_words.c \
    src/php/worker/child/output.c src/php/worker/child/recycle.c src/php/worker/child/run_once.c src/php/worker/child/serve.c \
    src/php/worker/child/soft_timeout.c"
  bgproc_php_worker_fleet="src/php/worker/fleet/circuit.c src/php/worker/fleet/feed.c src/php/worker/fleet/lost.c \
    src/php/worker/fleet/receive.c src/php/worker/fleet/reports.c src/php/worker/fleet/retire.c src/php/worker/fleet/spawn.c \
    src/php/worker/fleet/workers.c src/php/worker/fleet/zygote_process.c"

  dnl A directory that has no cJSON is an error: another one, found elsewhere, is not what was asked for.
  case $PHP_CJSON in
    no)
      AC_MSG_ERROR([--without-cjson: bgproc cannot be built without cJSON])
      ;;
    yes|autodetect)
      ;;
    *)
      bgproc_cjson_found=no
      for bgproc_dir in "$PHP_CJSON/$PHP_LIBDIR" "$PHP_CJSON"/lib* "$PHP_CJSON"/lib/*; do
        if test "$bgproc_cjson_found" = "no" && test -f "$bgproc_dir/pkgconfig/libcjson.pc"; then
          bgproc_cjson_found=yes
          PKG_CONFIG_PATH="$bgproc_dir/pkgconfig:$PKG_CONFIG_PATH"
          export PKG_CONFIG_PATH
        fi
      done
      if test "$bgproc_cjson_found" = "no"; then
        AC_MSG_ERROR([--with-cjson=$PHP_CJSON: there is no pkgconfig/libcjson.pc in its lib directories])
      fi
      ;;
  esac
  PKG_CHECK_MODULES([CJSON], [libcjson >= 1.7.10])
  PHP_EVAL_INCLINE([$CJSON_CFLAGS])
  PHP_EVAL_LIBLINE([$CJSON_LIBS], [BGPROC_SHARED_LIBADD])

  BGPROC_DEV_CFLAGS=""
  if test "$PHP_BGPROC_DEV" = "yes"; then
    BGPROC_DEV_CFLAGS="-Wall -Wextra -Wno-unused-parameter -Wstrict-prototypes -Werror"
  fi
  if test "$PHP_BGPROC_COVERAGE" = "yes"; then
    BGPROC_DEV_CFLAGS="$BGPROC_DEV_CFLAGS --coverage -O0 -g"
    BGPROC_SHARED_LIBADD="$BGPROC_SHARED_LIBADD -lgcov"
  fi
  if test "$PHP_BGPROC_SANITIZE" = "yes"; then
    dnl A refused flag is an error: a silent probe would leave every developer without sanitizers.
    for bgproc_flag in -fsanitize=address -fsanitize=undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer; do
      AX_CHECK_COMPILE_FLAG([$bgproc_flag],
        [BGPROC_DEV_CFLAGS="$BGPROC_DEV_CFLAGS $bgproc_flag"],
        [AC_MSG_ERROR([--enable-bgproc-sanitize: the compiler refuses $bgproc_flag])],
        [-Werror])
    done
  fi
  AC_CHECK_FUNCS([memfd_create])

  dnl A static supervisor starts in half the time and keeps less memory; where the C library has no static form (or a
  dnl sanitizer is linked in) it is linked as usual.
  BGPROC_SUPERVISOR_LDFLAGS=""
  BGPROC_REQUEST_LDFLAGS=""
  if test "$PHP_BGPROC_SANITIZE" != "yes"; then
    bgproc_old_cflags="$CFLAGS"
    for bgproc_static in "-static-pie -fPIE" "-static"; do
      if test -z "$BGPROC_SUPERVISOR_LDFLAGS"; then
        CFLAGS="$bgproc_old_cflags $bgproc_static"
        AC_MSG_CHECKING([whether a program can be linked with $bgproc_static])
        AC_LINK_IFELSE([AC_LANG_PROGRAM([[#include <time.h>]], [[time_t t = 0; return localtime(&t) == 0;]])],
          [AC_MSG_RESULT([yes])
           BGPROC_SUPERVISOR_LDFLAGS="$bgproc_static"],
          [AC_MSG_RESULT([no])])
      fi
    done
    CFLAGS="$bgproc_old_cflags"
  fi
  dnl Their bytes are in the module as well: twice the debug information serves nobody but the developers.
  if test "$PHP_BGPROC_DEV$PHP_BGPROC_COVERAGE$PHP_BGPROC_SANITIZE" = "nonono"; then
    BGPROC_SUPERVISOR_LDFLAGS="$BGPROC_SUPERVISOR_LDFLAGS -Wl,-s"
    BGPROC_REQUEST_LDFLAGS="-Wl,-s"
  fi
  dnl Builds of PHP that report exhausted memory without a jump, see src/php/base/compat.h.
  bgproc_save_CPPFLAGS=$CPPFLAGS
  CPPFLAGS="$CPPFLAGS $INCLUDES"
  AC_CHECK_MEMBERS([zend_executor_globals.delayed_oom], [], [], [[#include "php.h"]])
  CPPFLAGS=$bgproc_save_CPPFLAGS

  dnl Read by Makefile.frag. Where this extension lies: in a build of PHP itself $ext_srcdir is still that of another one here.
  bgproc_srcdir=PHP_EXT_SRCDIR([bgproc])
  BGPROC_SUPERVISOR_SOURCES=""
  BGPROC_SUPERVISOR_HEADERS=""
  for bgproc_f in $bgproc_core $bgproc_protocol $bgproc_platform_base $bgproc_platform_programs $bgproc_platform $bgproc_platform_supervisor $bgproc_store $bgproc_store_writer $bgproc_supervisor $bgproc_supervisor_child $bgproc_supervisor_job $bgproc_supervisor_output; do
    BGPROC_SUPERVISOR_SOURCES="$BGPROC_SUPERVISOR_SOURCES $bgproc_srcdir/$bgproc_f"
  done
  BGPROC_REQUEST_SOURCES=""
  for bgproc_f in $bgproc_core $bgproc_protocol $bgproc_platform_base $bgproc_platform_programs $bgproc_platform_client $bgproc_platform_request $bgproc_request; do
    BGPROC_REQUEST_SOURCES="$BGPROC_REQUEST_SOURCES $bgproc_srcdir/$bgproc_f"
  done
  for bgproc_f in `cd $bgproc_srcdir && find src -name '*.h'`; do
    BGPROC_SUPERVISOR_HEADERS="$BGPROC_SUPERVISOR_HEADERS $bgproc_srcdir/$bgproc_f"
  done
  PHP_SUBST([BGPROC_SHARED_LIBADD])
  PHP_SUBST([BGPROC_SUPERVISOR_SOURCES])
  PHP_SUBST([BGPROC_SUPERVISOR_HEADERS])
  PHP_SUBST([BGPROC_SUPERVISOR_LDFLAGS])
  PHP_SUBST([BGPROC_REQUEST_SOURCES])
  PHP_SUBST([BGPROC_REQUEST_LDFLAGS])
  PHP_SUBST([BGPROC_DEV_CFLAGS])

  PHP_NEW_EXTENSION([bgproc],
    [$bgproc_core $bgproc_protocol $bgproc_platform_base $bgproc_platform_client $bgproc_platform $bgproc_platform_module $bgproc_store $bgproc_store_reader $bgproc_ipc $bgproc_platform_ipc $bgproc_platform_signals $bgproc_platform_programs $bgproc_platform_request $bgproc_zygote $bgproc_launch $bgproc_launch_module $bgproc_php $bgproc_php_base $bgproc_php_base_value $bgproc_php_deferred $bgproc_php_job $bgproc_php_job_context $bgproc_php_job_start $bgproc_php_process $bgproc_php_process_options $bgproc_php_process_output $bgproc_php_process_start $bgproc_php_process_wait $bgproc_php_worker $bgproc_php_worker_batch $bgproc_php_worker_call $bgproc_php_worker_child $bgproc_php_worker_fleet],
    [$ext_shared],,
    [-DZEND_ENABLE_STATIC_TSRMLS_CACHE=1 -fvisibility=hidden $BGPROC_DEV_CFLAGS])
  dnl Includes are written from the root ("src/core/buf.h"); the embedded supervisor comes from the build directory.
  PHP_ADD_INCLUDE([$ext_srcdir])
  PHP_ADD_INCLUDE([$ext_builddir])
  for bgproc_d in `cd $ext_srcdir && find src -type d ! -name .libs`; do
    PHP_ADD_BUILD_DIR([$ext_builddir/$bgproc_d], [1])
  done
  PHP_ADD_MAKEFILE_FRAGMENT
fi
