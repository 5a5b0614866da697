/* See conflicts.h. */
#include "conflicts.h"

typedef struct writer {
    dt_text *text;
    const conflict_size *size;
    uint64_t seed;
} writer;

/* splitmix64: any repeatable sequence will do. */
uint32_t draw(uint64_t *seed, uint32_t below)
{
    uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)((z ^ z >> 31) % below);
}

/* An option by its number: those that are no multiple of the actors come out even. */
static void add_option(const writer *w, uint32_t k)
{
    const uint32_t n = w->size->n_actors;
    dt_text_format(w->text, "a%u.o%u", k % n, k / n);
}

/* Two options with words between, of different actors if need be. */
static void add_pair(writer *w, const char *joint, bool apart)
{
    const uint32_t n = w->size->n_options;
    const uint32_t x = draw(&w->seed, n);
    uint32_t y = draw(&w->seed, n);
    while (apart && y % w->size->n_actors == x % w->size->n_actors)
        y = draw(&w->seed, n);
    add_option(w, x);
    dt_text_add(w->text, joint);
    add_option(w, y);
    dt_text_add(w->text, "\n");
}

static void add_actor(const writer *w, uint32_t a)
{
    const conflict_size *const size = w->size;
    dt_text_format(w->text, "actor a%u {\n", a);
    for (uint32_t k = a; k < size->n_options; k += size->n_actors)
        dt_text_format(w->text, "    option o%u%s\n", k / size->n_actors,
                       k % 8 == 7 ? " permanent" : "");
    dt_text_add(w->text, "}\n");
}

static void add_limit(const writer *w, uint32_t a)
{
    const conflict_size *const size = w->size;
    dt_text_format(w->text, "always at most %u of (", size->at_most);
    for (uint32_t k = a; k < size->n_options; k += size->n_actors) {
        dt_text_add(w->text, k == a ? "" : ", ");
        add_option(w, k);
    }
    dt_text_add(w->text, ")\n");
}

static void add_rules(writer *w)
{
    for (uint32_t a = 0; w->size->at_most && a < w->size->n_actors; a++)
        add_limit(w, a);
    for (uint32_t k = 0; k < w->size->n_exclusions; k++) {
        dt_text_add(w->text, "impossible ");
        add_pair(w, " and ", true);
    }
    for (uint32_t k = 0; k < w->size->n_implications; k++) {
        dt_text_add(w->text, "always ");
        add_pair(w, " implies ", true);
    }
}

static void add_preference(writer *w, uint32_t a)
{
    static const char *const joints[] = {" and ", " or ", " iff ", " if "};
    dt_text_format(w->text, "prefer a%u {\n", a);
    for (uint32_t k = 0; k < w->size->n_statements; k++) {
        dt_text_add(w->text, draw(&w->seed, 2) ? "    not " : "    ");
        add_pair(w, joints[draw(&w->seed, 4)], false);
    }
    dt_text_add(w->text, "}\n");
}

void write_conflict(dt_text *text, const conflict_size *size, uint64_t seed)
{
    writer w = {text, size, seed};
    for (uint32_t a = 0; a < size->n_actors; a++)
        add_actor(&w, a);
    add_rules(&w);
    for (uint32_t a = 0; a < size->n_actors; a++)
        add_preference(&w, a);
}

conflict_size sparse_conflict(uint32_t power)
{
    static const struct {
        uint32_t exclusions, implications;
    } rules[] = {{60, 46}, {48, 35}, {34, 35}, {30, 20}};
    const uint32_t k = power < 4 ? 0 : power > 7 ? 3 : power - 4;
    return (conflict_size){.n_actors = 5,
                           .n_options = 40,
                           .at_most = 3,
                           .n_exclusions = rules[k].exclusions,
                           .n_implications = rules[k].implications,
                           .n_statements = 16};
}
