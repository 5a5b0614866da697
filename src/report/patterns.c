/* Patterns by merging: where a set holds every level of a choice, all else equal, those
 * states become one pattern with '-' in that choice. Choices are taken one after the
 * other, the one that merges most first; what has merged once may merge again.
 *
 * Patterns do not overlap, so their counts add up to the set. They are not the fewest
 * possible (that would be two-level minimisation), but each is exact. */
#include "report/patterns.h"

#include "base/sort.h"
#include "base/watch.h"

#include <stdlib.h>

typedef struct cover {
    const dt_space *space;
    dt_pattern *pattern; /* [n] */
    uint32_t n;
    uint64_t *key;                  /* [n] */
    uint32_t *order, *scratch;      /* [n] */
    uint32_t n_sorted, most_sorted; /* how often it was sorted, and may be */
} cover;

static bool alike(const dt_pattern *a, const dt_pattern *b, uint64_t mask)
{
    return a->any == b->any && ((a->code ^ b->code) & ~mask) == 0;
}

/* False when whoever looks on wants to stop: sorting many states takes long. */
static bool goes_on(const cover *c)
{
    return dt_watch(c->space->limits.monitor, "joining states to patterns",
                    (double)c->n_sorted / c->most_sorted, NULL) == DT_OK;
}

/* Put patterns that differ in the choice only next to each other. False: stopped. */
static bool sort_without(cover *c, const dt_choice *choice)
{
    const uint64_t mask = dt_choice_mask(choice);
    for (uint32_t k = 0; k < c->n; k++) {
        c->order[k] = k;
        c->key[k] = c->pattern[k].any;
    }
    dt_sort_by_key(c->key, c->order, c->scratch, c->n);
    if (!goes_on(c))
        return false;
    for (uint32_t k = 0; k < c->n; k++)
        c->key[k] = c->pattern[k].code & ~mask;
    dt_sort_by_key(c->key, c->order, c->scratch, c->n);
    c->n_sorted++;
    return goes_on(c);
}

/* Length of the run of alike patterns from position k on. */
static uint32_t run_from(const cover *c, uint32_t k, uint64_t mask)
{
    const dt_pattern *const first = &c->pattern[c->order[k]];
    uint32_t end = k + 1;
    while (end < c->n && alike(first, &c->pattern[c->order[end]], mask))
        end++;
    return end - k;
}

/* A run can merge when it holds every level; patterns with '-' there already cannot. */
static bool can_merge(const cover *c, uint32_t k, uint32_t run, const dt_choice *choice)
{
    return run == choice->n_levels &&
           (c->pattern[c->order[k]].any & dt_choice_mask(choice)) == 0;
}

/* 0 when stopped, too. */
static uint32_t count_merges(cover *c, const dt_choice *choice)
{
    uint32_t merges = 0;
    const bool sorted = sort_without(c, choice);
    for (uint32_t k = 0, run; sorted && k < c->n; k += run) {
        run = run_from(c, k, dt_choice_mask(choice));
        merges += can_merge(c, k, run, choice);
    }
    return merges;
}

static bool merge_choice(cover *c, const dt_choice *choice)
{
    const uint64_t mask = dt_choice_mask(choice);
    if (!sort_without(c, choice))
        return false;
    for (uint32_t k = 0, run; k < c->n; k += run) {
        run = run_from(c, k, mask);
        if (!can_merge(c, k, run, choice))
            continue;
        dt_pattern *const kept = &c->pattern[c->order[k]];
        kept->any |= mask;
        kept->code &= ~mask;
        kept->n_states *= run;
        kept->state = DT_NO_STATE;
        for (uint32_t j = 1; j < run; j++)
            c->pattern[c->order[k + j]].n_states = 0;
    }
    uint32_t n = 0;
    for (uint32_t k = 0; k < c->n; k++)
        if (c->pattern[k].n_states)
            c->pattern[n++] = c->pattern[k];
    c->n = n;
    return true;
}

/* Choices by how much each would merge at first. False: stopped. */
static bool merge_all(cover *c, uint32_t *merges)
{
    const dt_model *const model = c->space->model;
    for (dt_choice_id k = 0; k < model->n_choices && goes_on(c); k++)
        merges[k] = count_merges(c, &model->choices[k]);
    for (;;) {
        dt_choice_id best = 0;
        for (dt_choice_id k = 1; k < model->n_choices; k++)
            if (merges[k] > merges[best])
                best = k;
        if (merges[best] == 0 || !goes_on(c))
            return goes_on(c);
        merges[best] = 0;
        if (!merge_choice(c, &model->choices[best]))
            return false;
    }
}

static int largest_first(const void *a, const void *b)
{
    const dt_pattern *const x = a, *const y = b;
    if (x->n_states != y->n_states)
        return x->n_states > y->n_states ? -1 : 1;
    return (x->code > y->code) - (x->code < y->code);
}

static void list_states(cover *c, const dt_bits *set)
{
    for (dt_state s = dt_bits_next(set, 0); s != DT_NO_STATE;
         s = dt_bits_next(set, s + 1)) {
        const dt_merged *const merged = dt_merged_at(c->space, s);
        const uint64_t any = merged ? merged->varies : 0;
        const uint64_t code = dt_code_of(c->space, dt_cell_of(c->space, s));
        c->pattern[c->n++] = (dt_pattern){code & ~any, any, 1, s};
    }
}

bool dt_patterns_find(const dt_space *space, const dt_bits *set, dt_arena *arena,
                      dt_pattern **patterns, uint32_t *n)
{
    const uint32_t size = dt_bits_count(set);
    dt_arena scratch = {0};
    uint32_t *const merges =
        dt_arena_array(&scratch, uint32_t, space->model->n_choices);
    cover c = {.space = space,
               .most_sorted = 2 * space->model->n_choices,
               .pattern = dt_arena_array(arena, dt_pattern, size),
               .key = dt_arena_array(&scratch, uint64_t, size),
               .order = dt_arena_array(&scratch, uint32_t, size),
               .scratch = dt_arena_array(&scratch, uint32_t, size)};
    bool done = merges && c.pattern && c.key && c.order && c.scratch;
    if (done && size) {
        list_states(&c, set);
        done = merge_all(&c, merges);
        qsort(c.pattern, c.n, sizeof *c.pattern, largest_first);
    }
    dt_arena_release(&scratch);
    *patterns = c.pattern;
    *n = c.n;
    return done;
}
