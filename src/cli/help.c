/* detente help: made from the tables of commands and options. */
#include "cli/commands.h"

#include <stdio.h>
#include <string.h>

const command commands[] = {
    {"check", FOR_CHECK, command_check, "check FILE",
     "is the model sound? what does it contain?"},
    {"states", FOR_STATES, command_states, "states FILE",
     "the feasible states, and how each actor ranks them"},
    {"solve", FOR_SOLVE, command_solve, "solve FILE",
     "which states would hold; --explain says why, move by move"},
    {"deals", FOR_DEALS, command_deals, "deals FILE",
     "what each side can offer, and which deals would hold"},
    {"probe", FOR_PROBE, command_probe, "probe FILE",
     "is the other side sincere, and which test would show it?"},
    {"game", FOR_GAME, command_game, "game FILE.efg",
     "the equilibria of a game tree, with beliefs and refinements"},
    {"convert", FOR_CONVERT, command_convert, "convert FILE --to FORMAT",
     "the model in another format, or its graph of moves"},
    {"fmt", FOR_FMT, command_fmt, "fmt FILE", "the model in canonical layout"},
    {NULL, 0, NULL, NULL, NULL},
};

const command *command_find(const char *name)
{
    for (const command *c = commands; c->name; c++)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

static void print_general(void)
{
    printf("detente: which outcomes of a conflict would hold, and why\n\n");
    for (const command *c = commands; c->name; c++)
        printf("  detente %-26s %s\n", c->synopsis, c->summary);
    printf("  detente %-26s %s\n", "help [COMMAND]", "this help, or help on a command");
    printf("  detente %-26s %s\n", "--version", "the version of the program");
    printf(
        "\n"
        "FILE is a model: a .conflict file, its JSON form (.json), a file of GMCR+\n"
        "(.gmcr), or '-' for standard input. FILE.efg is a game in Gambit's format.\n"
        "\n"
        "Exit status: 0 done; 1 the model is unsound; 2 wrong usage; 3 the analysis\n"
        "does not apply or exceeds a limit; 4 file or system error.\n");
}

static void print_concepts(void)
{
    printf("\nSolution concepts:\n");
    for (int c = 0; c < DT_N_CONCEPTS; c++)
        printf("  %-6s %s (%s)\n", dt_concept_name((dt_concept)c),
               dt_concept_full_name((dt_concept)c), dt_concept_source((dt_concept)c));
}

void help_print(const command *about)
{
    if (!about) {
        print_general();
        return;
    }
    printf("detente %s [OPTION]...\n\n  %s\n\n", about->synopsis, about->summary);
    options_print(about->bit);
    if (about->bit == FOR_SOLVE)
        print_concepts();
}
