/* Saying things in the words of the model. */
#ifndef DT_REPORT_WORDS_H
#define DT_REPORT_WORDS_H

#include "base/out.h"
#include "base/text.h"
#include "space/ranks.h"

#include <detente/stability.h>

/* What the actor does in the state: "Negotiate directly; Highest level: twenty". */
void dt_words_actor_state(const dt_space *space, dt_actor_id a, dt_state s,
                          dt_text *text);

/* What a move changes: "takes up 'Strike'; changes 'Level' from low to high". */
void dt_words_move(const dt_space *space, dt_actor_id a, dt_state from, dt_state to,
                   dt_text *text);

/* Why the actor ranks `better` above `worse`, as a sentence without its full stop: the
 * first of its statements that tells them apart, the difference in worth, or only that
 * it does. */
void dt_words_preference(const dt_ranks *ranks, dt_actor_id a, dt_state better,
                         dt_state worse, dt_text *text);

/* The same three of codes. */
void dt_words_actor_code(const dt_model *model, dt_actor_id a, dt_code code,
                         dt_text *text);
void dt_words_change(const dt_model *model, dt_actor_id a, dt_code from, dt_code to,
                     dt_text *text);
void dt_words_gain(const dt_model *model, const dt_cast *cast, dt_actor_id a,
                   dt_code above, dt_code below, dt_text *text);

/* True when the statements of a `prefer` block rank `above` higher; then "where '...'
 * holds" is added, which tells by which of them. */
bool dt_words_rather(const dt_model *model, const dt_preference *preference,
                     dt_code above, dt_code below, dt_text *text);

/* A set of concepts, bit c for concept c: "gmr, smr and seq". */
#define DT_ALL_CONCEPTS ((1u << DT_N_CONCEPTS) - 1)
void dt_words_concepts(uint32_t concepts, dt_text *text);

/* 12288 as "12,288". */
void dt_words_count(uint64_t n, dt_text *text);

/* An error of what was computed, as "0", "below 1e-9", or two digits: what rounding
 * leaves is not told in digits. */
void dt_words_error(double error, dt_text *text);

/* What lies between the k-th of n things: "", ", " or " and ". */
const char *dt_joint(uint32_t k, uint32_t n);

/* A text on lines of at most `width` columns, the first indented by `first`, the others
 * by `rest`. A text that lacks something for want of memory fails the whole output. */
void dt_put_wrapped(dt_out *out, const dt_text *text, size_t width, size_t first,
                    size_t rest);

/* The same behind what stands on the line already, up to `column`. */
void dt_put_wrapped_from(dt_out *out, const dt_text *text, size_t width, size_t column,
                         size_t rest);

/* "detente 0.1.0, FILE, sha256 ..." and a line end. */
void dt_put_provenance(dt_out *out, const dt_model *model);

/* The name of a choice's level; "-" for DT_LEVEL_ANY; Y and N for options. */
const char *dt_words_level(const dt_model *model, dt_choice_id c, uint32_t level);

#endif
