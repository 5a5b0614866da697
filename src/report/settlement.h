/* What the parts of the report on deals share: the answer, the sentence under
 * construction, and how packages, voices and worths are called. */
#ifndef DT_REPORT_SETTLEMENT_H
#define DT_REPORT_SETTLEMENT_H

#include "base/out.h"
#include "base/text.h"
#include "model/conflict.h"
#include "report/words.h"

#include <detente/report.h>

typedef struct dt_bargain {
    const dt_deals *deals;
    const dt_summary *all;
    const dt_disagreement *main; /* the disagreement point that deals are judged by */
    const dt_model *model;
    const dt_cast *cast;
    const dt_report_options *options;
    dt_code base; /* the status quo */
    dt_text text; /* the sentence under construction */
    dt_out *out;
} dt_bargain;

/* ---- settlement.c: the sections, in order ------------------------------------- */

/* Who sits at the table, what is negotiable, what follows if the talks fail; what each
 * voice does to the packages (voices.c). */
void dt_bargain_put_table(dt_bargain *b);
void dt_bargain_put_voices(dt_bargain *b);
/* Why the zone is empty, if it is, and what to look at next (voices.c). */
void dt_bargain_put_empty(dt_bargain *b);
/* The deals side by side, then each in words (terms.c); whether one would hold
 * (tenure.c). */
void dt_bargain_put_deals(dt_bargain *b);
void dt_bargain_put_hold(dt_bargain *b, const dt_deal *deal);
/* The disagreement points and the fair packages at each (equity.c). */
void dt_bargain_put_fairness(dt_bargain *b);
/* What each concession costs the others (tariff.c). */
void dt_bargain_put_tariff(dt_bargain *b);
/* What linking the arenas adds (bridge.c). */
void dt_bargain_put_bridge(dt_bargain *b);
/* How all of it was computed (basis.c). */
void dt_bargain_put_basis(dt_bargain *b);

/* The same for machines (dossier.c, ledger.c). */
void dt_bargain_put_json(dt_bargain *b);
void dt_bargain_put_csv(dt_bargain *b);

/* ---- figures.c: how things are called ------------------------------------------- */

/* Begin a section. */
void dt_bargain_put_heading(dt_bargain *b, const char *heading);
/* Write the sentence and begin the next one. */
void dt_bargain_put(dt_bargain *b, size_t first, size_t rest);

/* A worth in its unit, rounded to `places`, but never to 0 when it is not 0. */
#define DT_WORTH_ROOM 32
enum { DT_WORTH_EXACT = 6, DT_WORTH_READ = 2 };
const char *dt_worth_write(const dt_bargain *b, int64_t worth, unsigned places,
                           char buffer[DT_WORTH_ROOM]);
/* The same into the sentence, to be read. */
void dt_bargain_add_worth(dt_bargain *b, int64_t worth);

/* "1,234", or "an unknown number of". */
void dt_bargain_add_count(dt_bargain *b, uint64_t n);

const char *dt_voice_label(const dt_bargain *b, uint32_t voice);
const char *dt_side_label(const dt_bargain *b, uint32_t side);
/* The same for machines. */
const char *dt_side_name(const dt_bargain *b, uint32_t side);
const char *dt_origin_name(dt_origin origin);
/* Whether the voice has worths, its own or its constituencies'. */
bool dt_bargain_has_worth(const dt_bargain *b, uint32_t voice);
/* A deal in a table, "Interim" or "2", and in a sentence, "'Interim'" or "package 2".
 */
void dt_deal_add_head(const dt_bargain *b, uint32_t deal, dt_text *text);
void dt_deal_add_name(const dt_bargain *b, uint32_t deal, dt_text *text);
/* The deal of that code; UINT32_MAX when it is not shown. */
uint32_t dt_deal_find(const dt_bargain *b, dt_code code);
/* A package in a sentence: by its name as a deal, or by what it changes. */
void dt_bargain_add_package(dt_bargain *b, dt_code code);

/* "'Lift sanctions: some'", "'Negotiate' dropped". */
void dt_bargain_add_item(dt_bargain *b, dt_choice_id c, uint32_t level);
/* The choices of these actors (bit a: actor a) that `to` has changed, joined by commas
 * and "and"; how many there are. */
uint32_t dt_bargain_add_items(dt_bargain *b, dt_code from, dt_code to, uint64_t actors);
/* What an actor does: "takes up 'A' and 'B', and sets 'C: some'". */
void dt_bargain_add_move(dt_bargain *b, dt_actor_id a, dt_code from, dt_code to);
/* Whether the actor sits at the table. */
bool dt_bargain_seats(const dt_bargain *b, dt_actor_id a);

#endif
