/* What most commands begin with: a model, its states, its ranks. */
#ifndef DT_CLI_SESSION_H
#define DT_CLI_SESSION_H

#include "cli/options.h"

typedef struct session {
    const arguments *args;
    dt_diags *diags;
    dt_model *model;
    dt_cast cast; /* who is of which type */
    dt_space *space;
    dt_ranks *ranks;
} session;

/* Read the model that the arguments name, and find its states and ranks. */
dt_status session_open(session *s, const arguments *args, dt_error *err);

/* The same in steps: the model and its states; then the ranks. */
dt_status session_open_space(session *s, const arguments *args, dt_error *err);
dt_status session_rank(session *s, dt_error *err);

/* The files that --profile names, and the domain they go with; `files` holds them. */
dt_scenario session_scenario(const arguments *args,
                             dt_scenario_file files[DT_MAX_PROFILES]);

/* Read the model only. */
dt_status session_open_model(session *s, const arguments *args, dt_error *err);

/* The rest of session_open() behind session_open_model(): the cast; states and ranks.
 */
dt_status session_read_cast(session *s, dt_error *err);
dt_status session_list_states(session *s, dt_error *err);

/* The model turned out unsound after all: drop its ranks. */
void session_forget_ranks(session *s);

/* Show the findings on standard error (warnings unless -q), and free everything. */
void session_close(session *s);

/* Whether the text names one state by its choices, whatever else there is: "status
 * quo",
 * "{ talks }", or a formula that leaves no other. It then goes to `code`. */
dt_status session_name_state(session *s, const char *text, bool *named, dt_code *code,
                             dt_error *err);

/* The states meant by "7", "status quo", "{ talks }" or a formula; *set is the
 * caller's. */
dt_status session_find_states(session *s, const char *text, dt_bits **set,
                              dt_error *err);

/* The one state meant by such a text. */
dt_status session_find_state(session *s, const char *text, dt_state *state,
                             dt_error *err);

/* The report options that the arguments ask for. */
dt_report_options session_report_options(const session *s);

/* Colours on that stream? */
bool session_has_colour(const arguments *args, int fd);

#endif
