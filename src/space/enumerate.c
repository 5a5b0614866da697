/* Enumeration by pruning, in blocks of up to 64 codes.
 *
 * The high choices are set one after the other, the last (most significant) first,
 * levels ascending, so codes come out ascending. Each level moves the sieves that read
 * the choice (sieve.h) to their next states, and a branch ends as soon as one of them
 * is dead. What the low choices may be is a word of 64 bits, which each sieve narrows
 * when it has read its last high choice; when all high choices are set the word is a
 * block of states.
 *
 * Jumping back. A branch that ends without a state knows why: the choices of the sieves
 * that ended it, the *conflict*. Where the choice that is being set is not in the
 * conflict, another level of it would end the same way, and the search goes back at
 * once to the lowest choice that is. Without that, a contradiction among choices that
 * are set last would be found anew for all combinations of those set before.
 *
 * A budget. Rules can be made that no such search gets through in a lifetime. The
 * search counts its steps, from those on that its sieves took to make; it may take
 * DT_EFFORT_STEPS of them, some seconds of work, and STATE_STEPS more for each state
 * found: a model with many states may take long, but not long for nothing.
 *
 * What was considered: a binary decision diagram counts states without visiting them,
 * but every later pass visits them anyway; a SAT solver enumerates in no order. */
#include "space/enumerate.h"

#include "base/fail.h"
#include "base/popcount.h"
#include "base/text.h"
#include "base/watch.h"

#include <assert.h>
#include <string.h>

enum { STATE_STEPS = 1 << 9 };

/* Judging a rule that is no sieve, in steps for each bit of its choices. */
enum { WIDE_STEPS = 4 };

typedef struct search {
    const dt_sieves *sieves;
    const dt_block_sink *sink;
    const dt_effort *effort;
    dt_arena arena;
    uint32_t *at;        /* [n_places] states of the sieves */
    uint64_t *n_refused; /* [n sieves + n wide] branches ended */
    uint64_t steps, next_watch, n_found, budget;
    uint64_t conflict; /* why the last branch ended: bits of choices */
    dt_status status;  /* anything but DT_OK ends the search */
    dt_error *err;
} search;

/* A branch: the high choices that are set, as a code, what the low ones may be, and the
 * choices of the sieves that have narrowed that. */
typedef struct branch {
    uint64_t code, word, blame;
} branch;

/* ---- the budget ----------------------------------------------------------------- */

/* What has ended most branches. */
static const dt_rule *find_culprit(const search *s)
{
    const dt_sieves *const sieves = s->sieves;
    uint32_t most = 0;
    for (uint32_t k = 1; k < sieves->n + sieves->n_wide; k++)
        if (s->n_refused[k] > s->n_refused[most])
            most = k;
    return &sieves->model
                ->rules[most < sieves->n ? sieves->rule[most]
                                         : sieves->wide[most - sieves->n].rule];
}

static dt_status give_up(const search *s)
{
    dt_text text = {0};
    const dt_rule *const rule = find_culprit(s);
    dt_rule_write(s->sieves->model, rule, &text);
    const dt_status status = dt_fail(
        s->err, DT_ELIMIT,
        "the search for feasible states finds too few for its work: rules exclude too "
        "late, most often '%s %.120s'; declare choices that a rule speaks of next to "
        "each other, or say more in rules about few choices",
        rule->impossible ? "impossible" : "always", dt_text_string(&text));
    dt_text_release(&text);
    return status;
}

/* Every now and then: is there budget left, and shall we go on? */
static void look_around(search *s, const branch *b)
{
    s->next_watch = s->steps + DT_EFFORT_LOOK;
    if (s->steps > s->budget + STATE_STEPS * s->n_found)
        s->status = give_up(s);
    else
        s->status = dt_watch(s->effort->monitor, s->effort->phase,
                             (double)b->code /
                                 (double)(UINT64_C(1) << s->sieves->model->n_bits),
                             s->err);
}

/* ---- the search ----------------------------------------------------------------- */

static bool refuse(search *s, uint32_t who, uint64_t conflict)
{
    s->n_refused[who]++;
    s->conflict = conflict;
    return false;
}

/* Move the sieves that read choice c to level l. */
static bool pass_sieves(search *s, uint32_t c, uint32_t l, branch *b)
{
    const dt_sieves *const sieves = s->sieves;
    const uint32_t n_levels = sieves->model->choices[c].n_levels;
    const dt_stage *const end = sieves->stage + sieves->first[c + 1];
    s->steps += sieves->first[c + 1] - sieves->first[c] + 1;
    for (const dt_stage *t = sieves->stage + sieves->first[c]; t < end; t++) {
        const uint32_t next = t->next[s->at[t->place] * n_levels + l];
        s->at[t->place + 1] = next;
        if (!next)
            return refuse(s, t->sieve, t->mask);
        if (!t->word || (b->word & ~t->word[next]) == 0)
            continue;
        b->word &= t->word[next];
        b->blame |= t->mask;
        if (!b->word)
            return refuse(s, t->sieve, b->blame);
    }
    return true;
}

/* Judge the rules that are no sieves on the choices from c on. */
static bool pass_wide(search *s, const dt_choice *choice, const branch *b)
{
    const uint64_t known = UINT64_MAX << choice->shift;
    for (uint32_t k = 0; k < s->sieves->n_wide; k++) {
        const dt_piece *const piece = &s->sieves->wide[k];
        if ((piece->mask & dt_choice_mask(choice)) == 0)
            continue;
        s->steps += WIDE_STEPS * dt_popcount(piece->mask);
        const dt_verdict verdict =
            dt_formula_judge(s->sieves->model, piece->formula, known, b->code);
        if (verdict == (piece->wanted ? DT_FALSE : DT_TRUE))
            return refuse(s, s->sieves->n + k, piece->mask);
    }
    return true;
}

/* Judge them on all low codes of the branch. */
static bool narrow_by_wide(search *s, branch *b)
{
    const dt_sieves *const sieves = s->sieves;
    uint64_t columns[64];
    for (uint32_t bit = 0; bit < 64; bit++)
        columns[bit] = b->code >> bit & 1 ? UINT64_MAX : sieves->columns[bit];
    for (uint32_t k = 0; k < sieves->n_wide; k++) {
        const dt_piece *const piece = &sieves->wide[k];
        if ((piece->mask & sieves->low_mask) == 0)
            continue; /* judged on the way down */
        s->steps += WIDE_STEPS * dt_popcount(piece->mask);
        const uint64_t holds = dt_formula_slice(sieves->model, piece->formula, columns);
        const uint64_t word = b->word & (piece->wanted ? holds : ~holds);
        b->blame |= word != b->word ? piece->mask : 0;
        b->word = word;
        if (!word)
            return refuse(s, sieves->n + k, b->blame);
    }
    return true;
}

static bool take_block(search *s, branch b)
{
    if (s->sieves->n_wide && !narrow_by_wide(s, &b))
        return false;
    if (!b.word) {
        s->conflict = b.blame;
        return false;
    }
    s->n_found += dt_popcount(b.word);
    s->status = s->sink->take(s->sink->context, b.code, b.word);
    return true;
}

/* Set the choices below n. True when there was a state, or the search is to end; else
 * s->conflict says why there is none. */
static bool set_choices(search *s, uint32_t n, branch from)
{
    if (n == s->sieves->n_low)
        return take_block(s, from);
    if (s->steps >= s->next_watch)
        look_around(s, &from);
    const dt_choice *const choice = &s->sieves->model->choices[n - 1];
    const uint64_t mask = dt_choice_mask(choice);
    uint64_t conflict = 0;
    bool found = false;
    for (uint32_t l = 0; l < choice->n_levels && s->status == DT_OK; l++) {
        branch b = from;
        b.code |= (uint64_t)l << choice->shift;
        if (pass_sieves(s, n - 1, l, &b) && pass_wide(s, choice, &b) &&
            set_choices(s, n - 1, b)) {
            found = true;
            continue;
        }
        s->conflict &= UINT64_MAX << choice->shift; /* what is set by now */
        if ((s->conflict & mask) == 0) {
            assert(!found);
            return false;
        }
        conflict |= s->conflict;
    }
    s->conflict = conflict & ~mask;
    return found || s->status != DT_OK;
}

dt_status dt_enumerate(const dt_sieves *sieves, const dt_block_sink *sink,
                       const dt_effort *effort, dt_error *err)
{
    search s = {.sieves = sieves,
                .sink = sink,
                .effort = effort,
                .budget = effort->budget ? effort->budget : DT_EFFORT_STEPS,
                .steps = sieves->steps,
                .err = err};
    s.at = dt_arena_array(&s.arena, uint32_t, sieves->n_places);
    s.n_refused =
        dt_arena_array(&s.arena, uint64_t, (size_t)sieves->n + sieves->n_wide);
    if (s.at && s.n_refused) {
        if (sieves->n_places)
            memcpy(s.at, sieves->start, sieves->n_places * sizeof *s.at);
        set_choices(&s, sieves->model->n_choices, (branch){0, sieves->valid, 0});
    } else
        s.status = dt_fail_memory(err);
    dt_arena_release(&s.arena);
    return s.status;
}
