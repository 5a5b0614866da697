/* The commands: one file each. */
#ifndef DT_CLI_COMMANDS_H
#define DT_CLI_COMMANDS_H

#include "cli/options.h"

/* A command does its work, and fills `err` when it ends with anything but DT_OK. */
typedef dt_status run_command(const arguments *args, dt_error *err);

run_command command_check, command_states, command_solve, command_deals, command_game,
    command_probe, command_fmt, command_convert;

typedef struct command {
    const char *name;
    unsigned bit; /* FOR_... */
    run_command *run;
    const char *synopsis, *summary;
} command;

/* All commands, in the order of the help; the last has the name NULL. */
extern const command commands[];

/* The command of that name, or NULL. */
const command *command_find(const char *name);

/* Help in general, or on one command. */
void help_print(const command *about);

#endif
