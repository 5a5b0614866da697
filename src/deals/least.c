/* Keys. A level is written as how it is reached: 0 where it starts, then the levels
 * above in their order, then those below in theirs, nearest first; in the bits of the
 * choice. So of one choice, y is below x when y is 0, or no more than x and on the same
 * side of `up`:
 *
 *     levels  0  1  2  3  4        starting from level 2
 *     values  4  3  0  1  2        up = 2: above are 1 and 2, below 3 and 4
 *
 * Keys are sorted, and split choice by choice, the most significant first: those of one
 * value are a run. Least in a run are the least by the choices left, but for those that
 * have one of an earlier run below them, which is asked of the choices left alone. What
 * can stand below a run, its *shade*, is one list of keys without the choices done, and
 * in it many keys have become one: where the keys fill their space each split halves
 * both lists, as in a zeta transform, and n keys of k bits cost O(n k) to compare with
 * all others, O(n k^2) in all. Unlike a transform this needs no array over the space,
 * which may be far larger than the list of packages; and once the start itself is in a
 * shade, all of the run is done with. Where packages are few in a large space shades
 * stay long, and the least ones are compared with more of the others.
 *
 * Comparing each with the least ones found so far, smallest first, is shorter to write,
 * and quadratic: of 2^19 packages 92,378 can be least. */
#include "deals/least.h"

#include "base/sort.h"
#include "deals/price.h"

#include <string.h>

/* ---- which packages ------------------------------------------------------------- */

uint32_t dt_packages_like(const dt_parley *table, uint64_t mask, dt_code code,
                          dt_bits *found)
{
    uint32_t n = 0;
    for (uint32_t base = 0; base < table->n_packages; base += 64) {
        const uint32_t left = table->n_packages - base;
        uint64_t word = 0;
        for (uint32_t k = 0; k < (left < 64 ? left : 64); k++)
            word |= (uint64_t)(((table->codes[base + k] ^ code) & mask) == 0) << k;
        found->word[base / 64] = word;
        n += dt_popcount(word);
    }
    return n;
}

/* ---- keys ----------------------------------------------------------------------- */

/* A choice in which packages differ. */
typedef struct field {
    uint32_t shift, start, up, n_levels;
    uint64_t values; /* its mask, at bit 0 */
    uint64_t rest;   /* the bits of this field and of those behind it */
} field;

typedef struct keys {
    uint64_t *at; /* [n], ascending */
    uint32_t n;
} keys;

/* Memory for the shade of one choice: it is joined from one list into the other. */
typedef struct room {
    uint64_t *at[2];
    size_t size[2];
    uint32_t turn;
} room;

typedef struct work {
    uint32_t n_fields;
    field
        fields[DT_MAX_BITS + 1]; /* the most significant first; the last has no bits */
    room rooms[DT_MAX_BITS];
    dt_arena arena;
    bool lost; /* there was no memory */
} work;

static void add_field(work *t, const dt_choice *choice, dt_code from)
{
    const uint32_t start = dt_choice_level(choice, from);
    t->fields[t->n_fields++] = (field){
        .shift = choice->shift,
        .start = start,
        .up = choice->n_levels - 1 - start,
        .n_levels = choice->n_levels,
        .values = dt_choice_mask(choice) >> choice->shift,
        .rest = dt_choice_mask(choice) | ((UINT64_C(1) << choice->shift) - 1),
    };
}

static void find_fields(work *t, const dt_model *model, dt_code from, uint64_t varies)
{
    for (uint32_t c = model->n_choices; c-- > 0;)
        if (dt_choice_mask(&model->choices[c]) & varies)
            add_field(t, &model->choices[c], from);
}

static uint64_t value_at(const field *f, uint64_t key)
{
    return key >> f->shift & f->values;
}

static uint64_t value_of(const field *f, uint32_t level)
{
    return level >= f->start ? level - f->start : f->up + (f->start - level);
}

static uint32_t level_of(const field *f, uint64_t value)
{
    return (uint32_t)(value <= f->up ? f->start + value : f->start - (value - f->up));
}

/* How many levels are between a value and the start. */
static uint32_t distance_of(const field *f, uint64_t value)
{
    return (uint32_t)(value <= f->up ? value : value - f->up);
}

static uint64_t key_of(const work *t, dt_code code)
{
    uint64_t key = 0;
    for (const field *f = t->fields; f < t->fields + t->n_fields; f++)
        key |= value_of(f, (uint32_t)(code >> f->shift & f->values)) << f->shift;
    return key;
}

static dt_code code_of(const work *t, dt_code from, uint64_t key)
{
    dt_code code = from;
    for (const field *f = t->fields; f < t->fields + t->n_fields; f++) {
        code &= ~(f->values << f->shift);
        code |= (uint64_t)level_of(f, value_at(f, key)) << f->shift;
    }
    return code;
}

/* ---- shades --------------------------------------------------------------------- */

/* What can stand below the run of a value: keys with the value 0, and of those on the
 * same side of the start the nearer ones. */
typedef struct shade {
    keys start, all;
    bool down;
} shade;

static uint64_t *take_room(work *t, uint32_t d, size_t n)
{
    room *const r = &t->rooms[d];
    r->turn = !r->turn;
    if (r->size[r->turn] >= n)
        return r->at[r->turn];
    uint64_t *const at = dt_arena_array(&t->arena, uint64_t, n);
    t->lost = t->lost || !at;
    if (!at)
        return NULL;
    r->at[r->turn] = at;
    r->size[r->turn] = n;
    return at;
}

/* Both lists as one, by the bits of the mask; what is twice in them once. */
static uint32_t merge(keys x, keys y, uint64_t mask, uint64_t *to)
{
    uint32_t n = 0, i = 0, j = 0;
    while (i < x.n && j < y.n) {
        const uint64_t a = x.at[i] & mask, b = y.at[j] & mask;
        to[n++] = a < b ? a : b;
        i += a <= b;
        j += b <= a;
    }
    for (; i < x.n; i++)
        to[n++] = x.at[i] & mask;
    for (; j < y.n; j++)
        to[n++] = y.at[j] & mask;
    return n;
}

/* The run of a value of field d is done, and may stand below those that follow. */
static void add_to_shade(work *t, uint32_t d, shade *s, uint64_t value, keys run)
{
    if (value > t->fields[d].up && !s->down) {
        s->down = true;
        s->all = s->start;
    }
    if (s->all.n == 0 || run.n == 0) {
        s->all = run.n ? run : s->all;
    } else {
        uint64_t *const to = take_room(t, d, (size_t)s->all.n + run.n);
        if (to)
            s->all = (keys){to, merge(s->all, run, t->fields[d + 1].rest, to)};
    }
    if (value == 0)
        s->start = s->all;
}

/* What is below a value of field d when all nearer ones have been added. */
static keys shade_of(const work *t, uint32_t d, const shade *s, uint64_t value)
{
    return value > t->fields[d].up && !s->down ? s->start : s->all;
}

static keys run_from(const work *t, uint32_t d, keys all, uint32_t from)
{
    const field *const f = &t->fields[d];
    const uint64_t value = value_at(f, all.at[from]);
    uint32_t end = from + 1;
    while (end < all.n && value_at(f, all.at[end]) == value)
        end++;
    return (keys){all.at + from, end - from};
}

/* ---- the least ------------------------------------------------------------------ */

static bool holds_start(const work *t, uint32_t d, keys all)
{
    return all.n && (all.at[0] & t->fields[d].rest) == 0;
}

/* Take out of `all` what has one of `below` below it, or alike, by the fields from d
 * on; how many are left. */
static uint32_t drop_above(work *t, uint32_t d, keys all, keys below)
{
    shade s = {0};
    uint32_t left = 0, next = 0;
    if (all.n == 0 || below.n == 0)
        return all.n;
    if (holds_start(t, d, below))
        return 0;
    for (uint32_t from = 0; from < all.n;) {
        const keys run = run_from(t, d, all, from);
        const uint64_t value = value_at(&t->fields[d], run.at[0]);
        while (next < below.n && value_at(&t->fields[d], below.at[next]) <= value) {
            const keys more = run_from(t, d, below, next);
            add_to_shade(t, d, &s, value_at(&t->fields[d], more.at[0]), more);
            next += more.n;
        }
        from += run.n;
        const uint32_t n = drop_above(t, d + 1, run, shade_of(t, d, &s, value));
        memmove(all.at + left, run.at, n * sizeof *run.at);
        left += n;
    }
    return left;
}

/* Leave of `all`, which differ in the fields from d on, the least ones; how many. */
static uint32_t keep_least(work *t, uint32_t d, keys all)
{
    shade s = {0};
    uint32_t left = 0;
    if (all.n <= 1 || holds_start(t, d, all))
        return all.n ? 1 : 0;
    for (uint32_t from = 0; from < all.n;) {
        keys run = run_from(t, d, all, from);
        const uint64_t value = value_at(&t->fields[d], run.at[0]);
        from += run.n;
        run.n = keep_least(t, d + 1, run);
        run.n = drop_above(t, d + 1, run, shade_of(t, d, &s, value));
        memmove(all.at + left, run.at, run.n * sizeof *run.at);
        run.at = all.at + left;
        left += run.n;
        add_to_shade(t, d, &s, value, run);
    }
    return left;
}

/* ---- the smallest of them ------------------------------------------------------- */

typedef struct sized {
    uint32_t n_changes, distance;
    dt_code code;
} sized;

static sized size_of(const work *t, dt_code from, uint64_t key)
{
    sized size = {0, 0, code_of(t, from, key)};
    for (const field *f = t->fields; f < t->fields + t->n_fields; f++) {
        size.n_changes += value_at(f, key) != 0;
        size.distance += distance_of(f, value_at(f, key));
    }
    return size;
}

static bool is_smaller(const sized *x, const sized *y)
{
    if (x->n_changes != y->n_changes)
        return x->n_changes < y->n_changes;
    return x->distance != y->distance ? x->distance < y->distance : x->code < y->code;
}

/* Keep the DT_SETS_SHOWN smallest, in order. */
static uint32_t insert(sized *list, uint32_t n, sized size)
{
    uint32_t at = n;
    if (n == DT_SETS_SHOWN && !is_smaller(&size, &list[n - 1]))
        return n;
    at -= n == DT_SETS_SHOWN;
    for (; at > 0 && is_smaller(&size, &list[at - 1]); at--)
        list[at] = list[at - 1];
    list[at] = size;
    return n < DT_SETS_SHOWN ? n + 1 : n;
}

static bool is_in_zone(const dt_least_question *q, dt_code code)
{
    return dt_bits_has(&q->verdicts->zone, dt_package_find(q->table, code));
}

static bool show(const work *t, const dt_least_question *q, keys all, dt_arena *arena,
                 dt_least *least)
{
    sized list[DT_SETS_SHOWN];
    uint32_t n = 0;
    for (uint32_t k = 0; k < all.n; k++)
        n = insert(list, n, size_of(t, q->from, all.at[k]));
    dt_addition *const shown = dt_arena_array(arena, dt_addition, n);
    if (!shown)
        return false;
    for (uint32_t k = 0; k < n; k++)
        shown[k] = (dt_addition){list[k].code, is_in_zone(q, list[k].code)};
    *least = (dt_least){all.n, n, shown};
    return true;
}

/* ---- the whole ------------------------------------------------------------------ */

/* The packages asked about that the side accepts, of the 64 from 64 w on. */
static uint64_t word_at(const dt_least_question *q, uint32_t w)
{
    return q->among.word[w] & q->verdicts->wins[q->side].word[w];
}

/* Their codes, and the bits in which they differ from where they start. */
static keys take_codes(work *t, const dt_least_question *q, uint64_t *varies)
{
    const uint32_t n_words = (q->among.size + 63) / 64;
    uint32_t n = 0;
    for (uint32_t w = 0; w < n_words; w++)
        n += dt_popcount(word_at(q, w));
    keys all = {dt_arena_array(&t->arena, uint64_t, n), 0};
    t->lost = !all.at;
    for (uint32_t w = 0; w < n_words && all.at; w++)
        for (uint64_t word = word_at(q, w); word; word &= word - 1) {
            const uint32_t k = dt_popcount((word & (0 - word)) - 1);
            all.at[all.n] = dt_package_code(q->table, 64 * w + k);
            *varies |= all.at[all.n++] ^ q->from;
        }
    return all;
}

static void sort_keys(work *t, keys all)
{
    uint64_t *const scratch = dt_arena_array(&t->arena, uint64_t, all.n);
    if (scratch)
        dt_sort_numbers(all.at, scratch, all.n);
    t->lost = t->lost || !scratch;
}

static keys find(work *t, const dt_least_question *q)
{
    uint64_t varies = 0;
    keys all = take_codes(t, q, &varies);
    find_fields(t, q->table->model, q->from, varies);
    for (uint32_t k = 0; k < all.n; k++)
        all.at[k] = key_of(t, all.at[k]);
    sort_keys(t, all);
    if (!t->lost)
        all.n = keep_least(t, 0, all);
    return all;
}

dt_status dt_least_find(const dt_least_question *question, dt_arena *arena,
                        dt_least *least)
{
    work t = {0};
    const keys all = find(&t, question);
    const bool done = !t.lost && show(&t, question, all, arena, least);
    dt_arena_release(&t.arena);
    return done ? DT_OK : DT_ENOMEM;
}
