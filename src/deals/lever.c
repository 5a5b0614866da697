/* One change after the other is made in all packages that the voice blocks. Where a
 * choice goes from one level to another, larger codes become larger codes: so what the
 * blocked packages of one level become is looked for from where the last one was found
 * on, in steps that double, and a change costs no more than to go through the list. */
#include "deals/price.h"

#include "base/bounds.h"

/* The first package from `from` on whose code is no less than `code`. */
static uint32_t find_from(const dt_parley *table, uint32_t from, dt_code code)
{
    uint32_t step = 1, end = from;
    while (end < table->n_packages && table->codes[end] < code) {
        from = end + 1;
        end += dt_at_most(step, table->n_packages - end);
        step *= 2;
    }
    while (from < end) {
        const uint32_t middle = from + (end - from) / 2;
        if (table->codes[middle] < code)
            from = middle + 1;
        else
            end = middle;
    }
    return from;
}

/* How many of the blocked packages the change takes into the zone. */
static uint64_t count_won(const dt_parley *table, const dt_bits *zone,
                          const dt_bits *blocked, const dt_choice *choice,
                          uint32_t level)
{
    uint32_t last[DT_MAX_LEVELS] = {0}; /* where the last one of each level was found */
    const uint64_t field = dt_choice_mask(choice);
    uint64_t n = 0;
    for (uint32_t p = dt_bits_next(blocked, 0); p != DT_BITS_NONE;
         p = dt_bits_next(blocked, p + 1)) {
        const dt_code code = table->codes[p];
        const dt_code changed = (code & ~field) | (uint64_t)level << choice->shift;
        const uint32_t before = dt_choice_level(choice, code);
        if (before == level)
            continue;
        const uint32_t found = find_from(table, last[before], changed);
        last[before] = found;
        n += found < table->n_packages && table->codes[found] == changed &&
             dt_bits_has(zone, found);
    }
    return n;
}

dt_lever dt_lever_find(const dt_parley *table, const dt_ballots *v, uint32_t caller,
                       const dt_bits *blocked)
{
    dt_lever best = {0, 0, 0};
    for (dt_choice_id c = 0; c < table->model->n_choices; c++) {
        const dt_choice *const choice = &table->model->choices[c];
        if (choice->actor == table->callers[caller].voice.actor ||
            !(table->negotiable & dt_choice_mask(choice)))
            continue;
        for (uint32_t l = 0; l < choice->n_levels; l++) {
            const uint64_t n = count_won(table, &v->zone, blocked, choice, l);
            if (n > best.n)
                best = (dt_lever){c, l, n};
        }
    }
    return best;
}
