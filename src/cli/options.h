/* The command line: one table of options from which parsing and help are made. */
#ifndef DT_CLI_OPTIONS_H
#define DT_CLI_OPTIONS_H

#include "cli/progress.h"

#include <detente/detente.h>

/* The commands, as bits: an option says with which of them it goes. */
enum {
    FOR_CHECK = 1,
    FOR_STATES = 2,
    FOR_SOLVE = 4,
    FOR_FMT = 8,
    FOR_CONVERT = 16,
    FOR_DEALS = 32,
    FOR_GAME = 64,
    FOR_PROBE = 128,
    FOR_MODELS =
        FOR_CHECK | FOR_STATES | FOR_SOLVE | FOR_CONVERT | FOR_DEALS | FOR_PROBE,
    FOR_REPORTS = FOR_CHECK | FOR_STATES | FOR_SOLVE | FOR_DEALS,
    FOR_ALL = FOR_MODELS | FOR_FMT | FOR_GAME,
};

/* The options: id, long name, short name or 0, argument or NULL, commands, help. */
#define OPTIONS(X)                                                                     \
    X(ALL, "all", 0, NULL, FOR_SOLVE, "show the verdicts of every actor, too")         \
    X(STATE, "state", 0, "STATE", FOR_STATES | FOR_SOLVE,                              \
      "speak of these states: a number, formula, '{ ... }', 'status quo'")             \
    X(EXPLAIN, "explain", 0, "STATE", FOR_SOLVE,                                       \
      "say why that state is stable or not")                                           \
    X(DEAL, "deal", 0, "TITLE", FOR_DEALS, "speak of that deal of the model only")     \
    X(LINK, "link", 0, NULL, FOR_DEALS, "say what linking the arenas adds, too")       \
    X(POINTS, "points", 0, NULL, FOR_DEALS,                                            \
      "divide the issues between two by points instead: Adjusted Winner")              \
    X(BASIS, "explain", 0, NULL, FOR_DEALS, "say how it was computed, too")            \
    X(CONCEPT, "concept", 0, "nash|gmr|smr|seq|sseq", FOR_SOLVE,                       \
      "show the equilibria under that concept only")                                   \
    X(AS, "as", 0, "ACTOR=TYPE", FOR_MODELS,                                           \
      "let an actor be of one of its types; may be repeated")                          \
    X(ENGINE, "engine", 0, "auto|sweeps|definition", FOR_SOLVE,                        \
      "which engine decides; both give the same answers")                              \
    X(PROFILE, "profile", 0, "FILE", FOR_CONVERT,                                      \
      "a party's profile for this domain; once for each party")                        \
    X(SCALE, "scale", 0, "genius|raw", FOR_CONVERT,                                    \
      "how evaluations of Genius become worth (default genius)")                       \
    X(TO, "to", 0, "conflict|json|dot", FOR_CONVERT, "the format to write")            \
    X(LIMIT, "limit", 0, "N", FOR_STATES | FOR_SOLVE,                                  \
      "show at most N states, patterns or reasons; 0: all")                            \
    X(ITEMS, "limit", 0, "N", FOR_DEALS,                                               \
      "show at most N of each list: packages, additions, prices; 0: all")              \
    X(TEST, "test", 0, "NAME", FOR_PROBE, "speak of that test of the model only")      \
    X(PRECISION, "precision", 0, "X", FOR_PROBE,                                       \
      "how surely moves that are signals follow from values (lambda)")                 \
    X(EFG, "efg", 0, "DIR", FOR_PROBE,                                                 \
      "write the game of every test into that directory, for other solvers")           \
    X(PROBE_ITEMS, "limit", 0, "N", FOR_PROBE, "show at most N states; 0: all")        \
    X(PROBE_FORMAT, "format", 0, "text|json", FOR_PROBE, "the form of the answer")     \
    X(PROBE_BASIS, "explain", 0, NULL, FOR_PROBE, "say how it was computed, too")      \
    X(METHOD, "method", 0, "backward|pure|signalling|logit|lemke|lp", FOR_GAME,        \
      "find equilibria that way only; may be repeated")                                \
    X(LAMBDA, "lambda", 0, "X", FOR_GAME,                                              \
      "show the logit responses at that precision; may be repeated, ascending")        \
    X(STRICT, "strict", 0, NULL, FOR_GAME,                                             \
      "refuse labels that are missing or occur twice")                                 \
    X(FINDS, "limit", 0, "N", FOR_GAME,                                                \
      "show at most N equilibria, and sets of each player; 0: all")                    \
    X(GAME_FORMAT, "format", 0, "text|json|efg", FOR_GAME, "the form of the answer")   \
    X(FORMAT, "format", 0, "text|json|csv", FOR_REPORTS, "the form of the answer")     \
    X(OUTPUT, "output", 'o', "FILE", FOR_ALL, "write to FILE, whole or not at all")    \
    X(COLOR, "color", 0, "auto|always|never", FOR_ALL, "colours in messages")          \
    X(THREADS, "threads", 0, "N", FOR_MODELS, "use N threads; the answer is the same") \
    X(MEMORY, "memory", 0, "SIZE", FOR_MODELS | FOR_GAME,                              \
      "let an analysis take that much memory: 500M, 8G (default 4G)")                  \
    X(QUIET, "quiet", 'q', NULL, FOR_ALL, "no warnings, no progress")                  \
    X(VERBOSE, "verbose", 'v', NULL, FOR_CHECK | FOR_SOLVE | FOR_DEALS | FOR_PROBE,    \
      "say how it was computed, too")                                                  \
    X(HELP, "help", 'h', NULL, FOR_ALL, "show this help")

typedef enum option_id {
#define OPTION_ID(id, name, letter, argument, commands, help) OPTION_##id,
    OPTIONS(OPTION_ID)
#undef OPTION_ID
        N_OPTIONS
} option_id;

typedef enum colour_when { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER } colour_when;

/* What convert writes. */
typedef enum target { TO_NOTHING, TO_CONFLICT, TO_JSON, TO_DOT } target;

enum { MAX_CASTS = 64, MAX_LAMBDAS = 64 };

/* A command line, read. Strings are those of argv. */
typedef struct arguments {
    const char *file; /* the model; NULL: not given */
    const char *state, *explain, *deal, *test, *efg, *output;
    bool has_precision;
    double precision;
    const char *as[MAX_CASTS];
    uint32_t n_as;
    const char *profiles[DT_MAX_PROFILES];
    uint32_t n_profiles;
    dt_scale scale;
    double lambdas[MAX_LAMBDAS];
    uint32_t n_lambdas;
    unsigned methods; /* bit m: method m is asked for; 0: all */
    bool all, link, points, strict, as_efg, quiet, verbose, help;
    bool has_limit;
    uint32_t limit;
    dt_form form;
    dt_engine engine;
    unsigned concepts; /* bit c: concept c is asked for; 0: all */
    target to;
    colour_when colour;
    dt_limits limits;
    progress *progress; /* who looks on, limits.monitor too; not of the command line */
} arguments;

/* Read argv[from...] for a command. DT_EUSAGE with a text that says what is wrong. */
dt_status arguments_read(int argc, char **argv, int from, unsigned command,
                         arguments *args, dt_error *err);

/* Print the options that go with a command. */
void options_print(unsigned command);

/* Fill `err` with a line of text; returns `status`. */
DT_PRINTF(3, 4)
dt_status complain(dt_error *err, dt_status status, const char *format, ...);

#endif
