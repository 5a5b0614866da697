/* The program: find the command, read its arguments, run it, say what went wrong.
 *
 * Ctrl-C and SIGTERM only set a flag. Whoever works or writes looks at it now and then
 * (progress.h) and ends with DT_ESTOPPED; everything is freed and no file is left half
 * written; then the program ends by the same signal, so that a shell knows. A second
 * signal ends it at once. The flag is the only writable global of the project: a signal
 * handler can reach nothing else. */
#include "cli/commands.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static volatile sig_atomic_t stop_signal; /* 0: go on */

static void note_signal(int number)
{
    stop_signal = number;
}

static int fail(const dt_error *err, const char *name)
{
    fprintf(stderr, "detente: %s\n", err->text);
    if (err->status == DT_EUSAGE && name)
        fprintf(stderr, "Try 'detente help %s'.\n", name);
    else if (err->status == DT_EUSAGE)
        fprintf(stderr, "Try 'detente help'.\n");
    return dt_status_exit(err->status);
}

/* Help and the version are printed directly; a full disk must not go unnoticed. */
static dt_status end_printing(dt_error *err)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return DT_OK;
    return complain(err, DT_EIO, "cannot write to standard output: %s",
                    strerror(errno));
}

static void complain_command(dt_error *err, const char *word)
{
    complain(
        err, DT_EUSAGE,
        "there is no command '%s'; there are check, states, solve, deals, convert, fmt "
        "and help",
        word);
}

static int print_help(int argc, char **argv)
{
    dt_error err;
    const command *const about = argc > 2 ? command_find(argv[2]) : NULL;
    if (argc > 2 && !about && strcmp(argv[2], "help") != 0) {
        complain_command(&err, argv[2]);
        return fail(&err, NULL);
    }
    help_print(about);
    return end_printing(&err) == DT_OK ? 0 : fail(&err, NULL);
}

/* An answer must not overwrite the model; only its own layout may. */
static dt_status keep_model(const command *c, const arguments *args, dt_error *err)
{
    struct stat model, answer;
    if (!args->file || !args->output || c->bit == FOR_FMT ||
        stat(args->file, &model) != 0 || stat(args->output, &answer) != 0 ||
        model.st_dev != answer.st_dev || model.st_ino != answer.st_ino ||
        !S_ISREG(model.st_mode))
        return DT_OK;
    return complain(err, DT_EUSAGE,
                    "'%s' is the model itself; name another file for the answer",
                    args->output);
}

/* Read the arguments and obey them. */
static dt_status obey(const command *c, int argc, char **argv, progress *looker,
                      dt_error *err)
{
    arguments args;
    dt_status status = arguments_read(argc, argv, 2, c->bit, &args, err);
    if (status == DT_OK && args.help) {
        help_print(c);
        return end_printing(err);
    }
    progress_start(looker, &stop_signal);
    looker->is_visible = looker->is_visible && !args.quiet;
    args.progress = looker;
    args.limits.monitor = &looker->monitor;
    if (status == DT_OK)
        status = keep_model(c, &args, err);
    if (status == DT_OK)
        status = c->run(&args, err);
    progress_erase(looker);
    if (status == DT_EIO && stop_signal) /* the signal has broken off a read */
        status = complain(err, DT_ESTOPPED, "stopped; nothing was written");
    return status;
}

static int run(const command *c, int argc, char **argv)
{
    dt_error err = {.status = DT_OK};
    progress looker;
    err.status = obey(c, argc, argv, &looker, &err);
    if (err.status == DT_OK)
        return 0;
    const int status = fail(&err, c->name);
    if (err.status == DT_ESTOPPED)
        (void)raise(stop_signal); /* its action is the default one again */
    return status;
}

static void ignore(int number)
{
    const struct sigaction action = {.sa_handler = SIG_IGN};
    (void)sigaction(number, &action, NULL);
}

/* Note the signal, unless whoever started us wants it ignored. */
static void note(int number)
{
    const struct sigaction action = {.sa_handler = note_signal,
                                     .sa_flags = (int)SA_RESETHAND};
    struct sigaction before;
    if (sigaction(number, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        (void)sigaction(number, &action, NULL);
}

int main(int argc, char **argv)
{
    dt_error err;
    ignore(SIGPIPE); /* a closed pipe is a failed write, and told as one */
    ignore(SIGXFSZ);
    note(SIGINT);
    note(SIGTERM);
    const char *const word = argc > 1 ? argv[1] : "help";
    if (strcmp(word, "help") == 0 || strcmp(word, "--help") == 0 ||
        strcmp(word, "-h") == 0)
        return print_help(argc, argv);
    if (strcmp(word, "--version") == 0) {
        printf("detente %s\n", dt_version());
        return end_printing(&err) == DT_OK ? 0 : fail(&err, NULL);
    }
    const command *const c = command_find(word);
    if (c)
        return run(c, argc, argv);
    complain_command(&err, word);
    return fail(&err, NULL);
}
