/* A reader of `.efg` at work: its state, and how it reads words, numbers and lists
 * (phrase.c). What is made of them is in efg.c.
 *
 * Functions answer false when reading cannot go on: something is reported, or there is
 * no memory, which `lost` says. */
#ifndef DT_GAMES_EFG_H
#define DT_GAMES_EFG_H

#include "base/ratio.h"
#include "games/game.h"
#include "games/lookup.h"
#include "games/scan.h"

/* An item of a list: a name, a number, or both; what it lacks is the word behind. */
typedef struct dt_efg_words {
    dt_scan name, number;
} dt_efg_words;

typedef struct dt_efg {
    dt_scan at; /* the word in hand */
    dt_diags *diags;
    dt_game *game;
    dt_arena arena; /* for all of the following */
    dt_lookup sets, outcomes, labels;
    dt_list set_places, outcome_places; /* spans: where each was described first */
    dt_list items;                      /* dt_efg_words of the list read last, */
    dt_span list;                       /* and where that stands */
    dt_list path;                       /* nodes that still lack children */
    dt_text text, numbers; /* the string looked at last; numbers with NUL behind */
    mpq_t sum, one;        /* scratch */
    uint64_t n_lists;
    bool strict, latin; /* `latin`: reported already */
    bool lost;          /* no memory */
} dt_efg;

/* How to report what old files do: an error if reading is strict. */
dt_finding_id dt_efg_lax(const dt_efg *r);
/* Report that something else was expected here; false. */
bool dt_efg_expected(dt_efg *r, const char *what);

/* Pass a word of that kind, and keep it. */
bool dt_efg_take(dt_efg *r, dt_scan_kind kind, const char *what, dt_scan *word);
/* Pass a whole number from 0 on. */
bool dt_efg_take_whole(dt_efg *r, const char *what, uint32_t *number);
/* True when the word is that atom. */
bool dt_efg_is_word(const dt_scan *word, const char *text);
/* What a string says, until the next is asked. */
const char *dt_efg_text(dt_efg *r, const dt_scan *word);

/* Read a number exactly; when it is none, that is reported, and 0 stands in for it. */
bool dt_efg_read_number(dt_efg *r, const dt_scan *word, mpq_t q);
/* True when a number in the file is the one that was read before, or is none, which is
 * reported. Uses r->sum and r->one. */
bool dt_efg_is_number(dt_efg *r, const dt_scan *word, const dt_number *number);
/* Add the number as it was written, or "0" when it is none, to r->numbers. */
void dt_efg_add_number(dt_efg *r, const dt_scan *word);

/* Read "{ ... }" into r->items, each of them with what is asked for; a comma may stand
 * behind each. `begin` is what a message says where the '{' is missing. */
enum { DT_EFG_NAMES = 1, DT_EFG_NUMBERS = 2 };
bool dt_efg_read_list(dt_efg *r, int what, const char *begin);
/* Item k of the list read last. */
const dt_efg_words *dt_efg_item(const dt_efg *r, size_t k);
/* Labels of that list that are empty or occur twice: the first is told. `thing` is what
 * they name. */
void dt_efg_check_labels(dt_efg *r, const char *thing);

#endif
