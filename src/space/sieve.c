/* From rules to sieves (sieve.h), in four steps.
 *
 * 1. Rules are cut into pieces that must all be kept: `always a and b` is two, and
 *    `impossible a or b` is two.
 * 2. A piece about low choices only goes into `valid`. A count over too many choices is
 *    a machine that counts. The rest is put into groups: a piece joins the group with
 *    which it has choices in common and that it enlarges least, as long as the choices
 *    of the group above the low ones have at most STATES_MAX combinations. What is
 *    larger than that alone stays as it is.
 * 3. For each group a tree of states is grown, a level for each choice; a state whose
 *    children are all dead is dead.
 * 4. The stages are listed by choice.
 *
 * What was considered: one decision diagram of all rules. It would tell the number of
 * states without a search, but may grow without bound; sieves stay small, and what they
 * do not know of each other the search finds out (enumerate.c). */
#include "space/sieve.h"

#include "base/list.h"
#include "base/popcount.h"

#include <string.h>

enum { STATES_MAX = 1024 };

#define NO_SIEVE UINT32_MAX

/* A machine being made. Stage k reads choice[k]; it has n_states[k] states before and
 * n_states[k + 1] after, of which number 0 is the dead one. */
typedef struct machine {
    uint32_t n; /* stages */
    uint32_t choice[DT_MAX_BITS];
    uint32_t n_states[DT_MAX_BITS + 1];
    uint32_t *next[DT_MAX_BITS];
    uint64_t *word;
    uint64_t mask;
    uint32_t rule, root;
} machine;

/* Pieces that are joined. */
typedef struct group {
    uint64_t mask;
    uint32_t rule; /* the first of its pieces' */
} group;

/* A stage with the choice that it is listed under. */
typedef struct entry {
    uint32_t choice;
    dt_stage stage;
} entry;

typedef struct builder {
    dt_sieves *sieves;
    const dt_model *model;
    dt_arena scratch;
    dt_list pieces, groups, entries; /* of dt_piece, group, entry */
    dt_list rules, starts;           /* of uint32_t */
} builder;

/* ---- pieces ------------------------------------------------------------------- */

static bool cut(builder *b, const dt_formula *f, bool wanted, uint32_t rule);

static bool cut_all(builder *b, const dt_formula *f, bool wanted, uint32_t rule)
{
    bool done = true;
    for (uint32_t k = 0; done && k < f->n; k++)
        done = cut(b, f->parts[k], wanted, rule);
    return done;
}

/* Add the pieces of a formula that must hold, or must not. */
static bool cut(builder *b, const dt_formula *f, bool wanted, uint32_t rule)
{
    if (f->op == DT_OP_NOT)
        return cut(b, f->parts[0], !wanted, rule);
    if ((f->op == DT_OP_AND && wanted) || (f->op == DT_OP_OR && !wanted))
        return cut_all(b, f, wanted, rule);
    if (f->op == DT_OP_COUNT && wanted && f->least == f->n)
        return cut_all(b, f, true, rule);
    if (f->op == DT_OP_COUNT && wanted && f->most == 0)
        return cut_all(b, f, false, rule);
    if (f->op == DT_OP_IMPLIES && !wanted)
        return cut(b, f->parts[0], true, rule) && cut(b, f->parts[1], false, rule);
    dt_piece *const piece = dt_list_add(&b->pieces, &b->scratch, sizeof *piece);
    if (piece)
        *piece = (dt_piece){f, wanted, rule, dt_formula_mask(b->model, f), NO_SIEVE};
    return piece;
}

static uint64_t slice(const dt_model *model, const dt_piece *piece,
                      const uint64_t *columns)
{
    const uint64_t holds = dt_formula_slice(model, piece->formula, columns);
    return piece->wanted ? holds : ~holds;
}

/* ---- machines ----------------------------------------------------------------- */

/* The high choices of a mask, from the highest down, as stages. */
static void read_choices(const dt_sieves *sieves, uint64_t mask, machine *m)
{
    m->n = 0;
    m->mask = mask;
    for (uint32_t c = sieves->model->n_choices; c-- > sieves->n_low;)
        if (mask & dt_choice_mask(&sieves->model->choices[c]))
            m->choice[m->n++] = c;
}

static uint32_t n_levels(const builder *b, const machine *m, uint32_t stage)
{
    return b->model->choices[m->choice[stage]].n_levels;
}

/* Room for a machine whose n_states are set. */
static bool make_room(builder *b, machine *m)
{
    dt_arena *const arena = &b->sieves->arena;
    for (uint32_t k = 0; k < m->n; k++) {
        m->next[k] =
            dt_arena_array(arena, uint32_t, (size_t)m->n_states[k] * n_levels(b, m, k));
        if (!m->next[k])
            return false;
    }
    m->word = dt_arena_array(arena, uint64_t, m->n_states[m->n]);
    return m->word;
}

/* Make a sieve of the machine: note its stages under their choices. */
static bool add_sieve(builder *b, const machine *m)
{
    for (uint32_t k = 0; k < m->n; k++) {
        entry *const e = dt_list_add(&b->entries, &b->scratch, sizeof *e);
        if (!e)
            return false;
        *e = (entry){m->choice[k],
                     {(uint32_t)b->rules.n, (uint32_t)b->starts.n + k, m->mask,
                      m->next[k], k + 1 == m->n ? m->word : NULL}};
    }
    for (uint32_t k = 0; k <= m->n; k++) {
        uint32_t *const start = dt_list_add(&b->starts, &b->scratch, sizeof *start);
        if (!start)
            return false;
        *start = k == 0 ? m->root : 0;
    }
    uint32_t *const rule = dt_list_add(&b->rules, &b->scratch, sizeof *rule);
    if (rule)
        *rule = m->rule;
    return rule;
}

/* ---- groups, and machines that remember all levels ------------------------------ */

/* Combinations of the high choices of a mask, as far as they count. */
static uint32_t count_combinations(const dt_sieves *sieves, uint64_t mask)
{
    uint32_t n = 1;
    for (uint32_t c = sieves->n_low; c < sieves->model->n_choices; c++)
        if (mask & dt_choice_mask(&sieves->model->choices[c]) && n <= STATES_MAX)
            n *= sieves->model->choices[c].n_levels;
    return n;
}

/* Put the piece into a group. */
static bool join_group(builder *b, dt_piece *piece)
{
    group *const groups = b->groups.items;
    uint32_t least = STATES_MAX + 1;
    for (uint32_t g = 0; g < b->groups.n; g++) {
        if ((groups[g].mask & piece->mask) == 0)
            continue;
        const uint32_t n = count_combinations(b->sieves, groups[g].mask | piece->mask);
        if (n < least) {
            least = n;
            piece->sieve = g;
        }
    }
    if (piece->sieve != NO_SIEVE) {
        groups[piece->sieve].mask |= piece->mask;
        return true;
    }
    group *const own = dt_list_add(&b->groups, &b->scratch, sizeof *own);
    if (!own)
        return false;
    *own = (group){piece->mask, piece->rule};
    piece->sieve = (uint32_t)b->groups.n - 1;
    return true;
}

/* A tree being grown. */
typedef struct tree {
    const builder *b;
    machine *m;
    uint32_t group;
    uint64_t columns[64];
} tree;

/* The low codes that keep the pieces of the group, all of its high choices being set.
 */
static uint64_t low_codes(const tree *t)
{
    const dt_piece *const pieces = t->b->pieces.items;
    uint64_t word = t->b->sieves->valid;
    for (uint32_t k = 0; word && k < t->b->pieces.n; k++)
        if (pieces[k].sieve == t->group)
            word &= slice(t->b->model, &pieces[k], t->columns);
    return word;
}

/* Grow what is below a state of a stage; the state, or 0 when it is dead. */
static uint32_t grow(tree *t, uint32_t stage, uint32_t state)
{
    machine *const m = t->m;
    if (stage == m->n) {
        m->word[state] = low_codes(t);
        return m->word[state] ? state : 0;
    }
    const dt_choice *const choice = &t->b->model->choices[m->choice[stage]];
    bool alive = false;
    for (uint32_t l = 0; l < choice->n_levels; l++) {
        dt_set_columns(choice, l, t->columns);
        const uint32_t after = (state - 1) * choice->n_levels + l + 1;
        const uint32_t next = grow(t, stage + 1, after);
        m->next[stage][state * choice->n_levels + l] = next;
        alive = alive || next;
    }
    return alive ? state : 0;
}

static bool add_tree(builder *b, uint32_t g)
{
    const group *const own = (const group *)b->groups.items + g;
    machine m = {.rule = own->rule};
    tree t = {b, &m, g, {0}};
    memcpy(t.columns, b->sieves->columns, sizeof t.columns);
    read_choices(b->sieves, own->mask, &m);
    m.n_states[0] = 2;
    for (uint32_t k = 0; k < m.n; k++)
        m.n_states[k + 1] = (m.n_states[k] - 1) * n_levels(b, &m, k) + 1;
    if (!make_room(b, &m))
        return false;
    m.root = grow(&t, 0, 1);
    return add_sieve(b, &m);
}

/* ---- machines that count -------------------------------------------------------- */

/* A piece as a count: from least to most of the parts hold, or `flip`: they do not. */
typedef struct tally {
    const dt_formula *f;
    uint32_t least, most;
    bool flip;
} tally;

static bool read_tally(const dt_piece *piece, tally *t)
{
    const dt_formula *const f = piece->formula;
    *t = (tally){f, f->least, f->most, !piece->wanted};
    if (f->op == DT_OP_AND || f->op == DT_OP_OR) {
        t->least = f->op == DT_OP_AND ? f->n : 1;
        t->most = f->n;
    }
    return f->op == DT_OP_AND || f->op == DT_OP_OR || f->op == DT_OP_COUNT;
}

/* Each part speaks of one choice only. */
static bool parts_are_plain(const dt_model *model, const dt_formula *f)
{
    for (uint32_t k = 0; k < f->n; k++) {
        const uint64_t mask = dt_formula_mask(model, f->parts[k]);
        uint32_t n = 0;
        for (uint32_t c = 0; c < model->n_choices; c++)
            n += (mask & dt_choice_mask(&model->choices[c])) != 0;
        if (n > 1)
            return false;
    }
    return true;
}

/* Parts about choices in `field` that hold in the code. */
static uint32_t count_parts(const dt_model *model, const dt_formula *f, uint64_t field,
                            uint64_t code)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < f->n; k++)
        n += (dt_formula_mask(model, f->parts[k]) & field) != 0 &&
             dt_formula_holds(model, f->parts[k], code);
    return n;
}

/* The words of the last states: state s + 1 has seen s parts hold. */
static void count_low(const builder *b, const tally *t, machine *m)
{
    for (uint32_t k = 0; k < 64; k++) {
        const uint32_t low = count_parts(b->model, t->f, b->sieves->low_mask, k);
        for (uint32_t s = 0; s <= t->f->n; s++) {
            const bool inside = s + low >= t->least && s + low <= t->most;
            m->word[s + 1] |= (uint64_t)(inside != t->flip) << k;
        }
    }
    for (uint32_t s = 0; s <= t->f->n; s++)
        m->word[s + 1] &= b->sieves->valid;
}

/* Whether a state of a stage is alive, the stages behind it being done. */
static bool is_alive(const builder *b, const machine *m, uint32_t stage, uint32_t state)
{
    if (stage == m->n)
        return m->word[state];
    bool alive = false;
    const uint32_t n = n_levels(b, m, stage);
    for (uint32_t l = 0; l < n; l++)
        alive = alive || m->next[stage][state * n + l];
    return alive;
}

static void count_high(const builder *b, const tally *t, machine *m)
{
    for (uint32_t stage = m->n; stage-- > 0;) {
        const dt_choice *const choice = &b->model->choices[m->choice[stage]];
        for (uint32_t l = 0; l < choice->n_levels; l++) {
            const uint32_t more = count_parts(b->model, t->f, dt_choice_mask(choice),
                                              (uint64_t)l << choice->shift);
            for (uint32_t s = 1; s + more <= t->f->n + 1; s++)
                m->next[stage][s * choice->n_levels + l] =
                    is_alive(b, m, stage + 1, s + more) ? s + more : 0;
        }
    }
}

static bool add_tally(builder *b, const dt_piece *piece, const tally *t)
{
    machine m = {.rule = piece->rule};
    read_choices(b->sieves, piece->mask, &m);
    for (uint32_t k = 0; k <= m.n; k++)
        m.n_states[k] = t->f->n + 2;
    if (!make_room(b, &m))
        return false;
    count_low(b, t, &m);
    count_high(b, t, &m);
    m.root = is_alive(b, &m, 0, 1) ? 1 : 0;
    return add_sieve(b, &m);
}

/* ---- the whole ------------------------------------------------------------------ */

/* Give a piece about high choices its place. */
static bool place_piece(builder *b, dt_piece *piece)
{
    tally t;
    if (count_combinations(b->sieves, piece->mask) <= STATES_MAX)
        return join_group(b, piece);
    if (read_tally(piece, &t) && t.f->n < STATES_MAX && parts_are_plain(b->model, t.f))
        return add_tally(b, piece, &t);
    b->sieves->wide[b->sieves->n_wide++] = *piece;
    return true;
}

static bool place_pieces(builder *b)
{
    dt_piece *const pieces = b->pieces.items;
    const uint64_t low = b->sieves->low_mask;
    bool done = true;
    b->sieves->wide = dt_arena_array(&b->sieves->arena, dt_piece, b->pieces.n);
    if (!b->sieves->wide)
        return false;
    for (uint32_t k = 0; k < b->pieces.n; k++)
        if ((pieces[k].mask & ~low) == 0)
            b->sieves->valid &= slice(b->model, &pieces[k], b->sieves->columns);
    for (uint32_t k = 0; done && k < b->pieces.n; k++)
        if (pieces[k].mask & ~low)
            done = place_piece(b, &pieces[k]);
    for (uint32_t g = 0; done && g < b->groups.n; g++)
        done = add_tree(b, g);
    return done;
}

/* Sort the stages by choice, and keep what the search needs. */
static bool list_stages(builder *b)
{
    dt_sieves *const s = b->sieves;
    const entry *const entries = b->entries.items;
    uint32_t at = 0;
    s->n = (uint32_t)b->rules.n;
    s->n_places = (uint32_t)b->starts.n;
    s->rule = dt_arena_array(&s->arena, uint32_t, s->n);
    s->start = dt_arena_array(&s->arena, uint32_t, s->n_places);
    s->first = dt_arena_array(&s->arena, uint32_t, (size_t)b->model->n_choices + 1);
    s->stage = dt_arena_array(&s->arena, dt_stage, b->entries.n);
    if (!s->rule || !s->start || !s->first || !s->stage)
        return false;
    if (s->n)
        memcpy(s->rule, b->rules.items, s->n * sizeof *s->rule);
    if (s->n_places)
        memcpy(s->start, b->starts.items, s->n_places * sizeof *s->start);
    for (uint32_t c = 0; c < b->model->n_choices; c++) {
        s->first[c] = at;
        for (uint32_t k = 0; k < b->entries.n; k++)
            if (entries[k].choice == c)
                s->stage[at++] = entries[k].stage;
    }
    s->first[b->model->n_choices] = at;
    return true;
}

/* The low choices, and what of their 64 combinations exists. */
static void find_low(dt_sieves *s)
{
    const dt_model *const model = s->model;
    uint32_t bits = 0;
    while (s->n_low < model->n_choices &&
           bits + model->choices[s->n_low].width <= DT_LOW_BITS)
        bits += model->choices[s->n_low++].width;
    s->low_mask = (UINT64_C(1) << bits) - 1;
    for (uint64_t k = 0; k < UINT64_C(1) << bits; k++) {
        bool exists = true;
        for (uint32_t c = 0; c < s->n_low; c++)
            exists = exists && dt_choice_level(&model->choices[c], k) <
                                   model->choices[c].n_levels;
        s->valid |= (uint64_t)exists << k;
        for (uint32_t b = 0; b < bits; b++)
            s->columns[b] |= (k >> b & 1) << k;
    }
}

bool dt_sieves_build(const dt_model *model, dt_sieves *sieves)
{
    *sieves = (dt_sieves){.model = model};
    builder b = {.sieves = sieves, .model = model};
    find_low(sieves);
    bool done = true;
    for (uint32_t r = 0; done && r < model->n_rules; r++)
        done = cut(&b, model->rules[r].formula, !model->rules[r].impossible, r);
    done = done && place_pieces(&b) && list_stages(&b);
    dt_arena_release(&b.scratch);
    return done;
}

void dt_sieves_release(dt_sieves *sieves)
{
    dt_arena_release(&sieves->arena);
}

void dt_set_columns(const dt_choice *choice, uint32_t level, uint64_t columns[64])
{
    for (uint32_t b = 0; b < choice->width; b++)
        columns[choice->shift + b] = level >> b & 1 ? UINT64_MAX : 0;
}
