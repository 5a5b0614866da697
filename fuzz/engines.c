/* The bytes are the draws from which a small conflict is made: the engines agree on it,
 * however its states are kept.
 *
 * Each byte decides one thing (how many actors, which operator, which level); behind
 * the last one all are 0. Whatever they say is a text of the language, though not
 * always a sound model: merges may overlap, rules may leave no state. */
#include "harness.h"

enum {
    MOST_VECTORS = 96,
    MOST_ACTORS = 4,
    MOST_CHOICES = 6,
    MOST_DEPTH = 3,
};

typedef struct maker {
    const uint8_t *at, *end;
    dt_text text;
    unsigned n_actors, n_choices;
    unsigned n_levels[MOST_CHOICES]; /* 0: an option */
    unsigned owner[MOST_CHOICES];
} maker;

/* The next draw: 0 ... n - 1. */
static unsigned below(maker *m, unsigned n)
{
    return m->at < m->end ? *m->at++ % n : 0;
}

/* ---- actors and choices -------------------------------------------------------- */

/* The product of the levels stays within MOST_VECTORS. */
static void draw_choices(maker *m)
{
    unsigned vectors = 1;
    m->n_actors = 2 + below(m, MOST_ACTORS - 1);
    const unsigned wanted = m->n_actors + below(m, MOST_CHOICES - m->n_actors + 1);
    for (unsigned c = 0; c < wanted; c++) {
        const unsigned kind = below(m, 5);
        const unsigned n_levels = kind > 2 ? kind : 2;
        if (vectors * n_levels > MOST_VECTORS)
            break;
        vectors *= n_levels;
        m->n_levels[c] = kind > 2 ? n_levels : 0;
        m->owner[c] = c < m->n_actors ? c : below(m, m->n_actors);
        m->n_choices++;
    }
}

static void put_choice(maker *m, unsigned c)
{
    static const char *const ways[] = {"", "", " only up", " only down"};
    const char *const way = ways[below(m, 4)];
    if (m->n_levels[c] == 0) {
        dt_text_format(&m->text, "    option c%u%s\n", c, way);
        return;
    }
    dt_text_format(&m->text, "    issue c%u%s: l0", c, way);
    for (unsigned l = 1; l < m->n_levels[c]; l++)
        dt_text_format(&m->text, ", l%u", l);
    dt_text_add(&m->text, "\n");
}

static void put_actors(maker *m)
{
    for (unsigned a = 0; a < m->n_actors; a++) {
        dt_text_format(&m->text, "actor a%u {\n", a);
        for (unsigned c = 0; c < m->n_choices; c++)
            if (m->owner[c] == a)
                put_choice(m, c);
        dt_text_add(&m->text, "}\n");
    }
}

/* ---- formulas ------------------------------------------------------------------ */

static void put_atom(maker *m)
{
    static const char *const relations[] = {"=", "!=", "<", "<=", ">", ">="};
    const unsigned c = below(m, m->n_choices);
    if (m->n_levels[c] == 0)
        dt_text_format(&m->text, "c%u", c);
    else
        dt_text_format(&m->text, "c%u %s l%u", c, relations[below(m, 6)],
                       below(m, m->n_levels[c]));
}

static void put_formula(maker *m, unsigned depth)
{
    static const char *const between[] = {" and ", " or ", " implies ", " iff ",
                                          " if "};
    static const char *const counts[] = {"at least 1 of (", "at most 1 of (",
                                         "exactly 1 of (", "none of ("};
    const unsigned kind = depth ? below(m, 12) : 0;
    if (kind < 3) {
        put_atom(m);
        return;
    }
    dt_text_add(&m->text, kind < 8 ? "(" : kind < 11 ? counts[kind - 8] : "not (");
    put_formula(m, depth - 1);
    if (kind < 11) {
        dt_text_add(&m->text, kind < 8 ? between[kind - 3] : ", ");
        put_formula(m, depth - 1);
    }
    dt_text_add(&m->text, ")");
}

/* ---- rules and orders ---------------------------------------------------------- */

static void put_rules(maker *m)
{
    static const char *const rules[] = {"impossible ", "always ", "merge "};
    for (unsigned n = below(m, 4); n > 0; n--) {
        const unsigned kind = below(m, 4);
        if (kind < 3) {
            dt_text_add(&m->text, rules[kind]);
            put_formula(m, MOST_DEPTH);
        } else {
            dt_text_format(&m->text, "forbid a%u from ", below(m, m->n_actors));
            put_formula(m, 1);
            dt_text_add(&m->text, " to ");
            put_formula(m, 1);
        }
        dt_text_add(&m->text, "\n");
    }
}

static void put_order(maker *m, unsigned a)
{
    const bool by_value = below(m, 3) == 2;
    dt_text_format(&m->text, "%s a%u {\n", by_value ? "value" : "prefer", a);
    for (unsigned n = 1 + below(m, 4); n > 0; n--) {
        const unsigned worth = by_value ? below(m, 7) : 0;
        dt_text_add(&m->text, "    ");
        if (by_value)
            dt_text_format(&m->text, "%s%u ", worth > 3 ? "-" : "", worth % 4);
        put_formula(m, MOST_DEPTH);
        dt_text_add(&m->text, "\n");
    }
    dt_text_add(&m->text, "}\n");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    maker m = {.at = bytes, .end = bytes + n};
    draw_choices(&m);
    put_actors(&m);
    put_rules(&m);
    for (unsigned a = 0; a < m.n_actors; a++)
        put_order(&m, a);
    dt_model *const model =
        read_model("made", dt_text_string(&m.text), m.text.n, DT_FORMAT_CONFLICT);
    demand(model != NULL, "what is made can be read");
    analysis usual, sparse;
    const bool is_sound = analysis_start(&usual, model, MOST_VECTORS, DT_STORE_AUTO);
    demand(analysis_start(&sparse, model, MOST_VECTORS, DT_STORE_SPARSE) == is_sound,
           "a model is sound however its states are kept");
    if (is_sound) {
        demand_engines_agree(&usual);
        demand_engines_agree(&sparse);
        demand_local_answers_agree(&usual);
        demand_same(&usual, &sparse);
    }
    analysis_end(&sparse);
    analysis_end(&usual);
    dt_model_free(model);
    dt_text_release(&m.text);
    return 0;
}
