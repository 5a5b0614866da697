/* Binding what is said of an actor's home: its constituencies, and its rule to ratify.
 *
 * A rule speaks of who agrees and of how much weight agrees; both are bits of a code
 * (model/talks.h). That some answers satisfy it is seen by trying them all, 64 sets of
 * answers at once. */
#include "lang/binder.h"

#include "base/decimal.h"

#include <string.h>

/* Constituencies up to which all sets of answers are tried. */
enum { TRIED_MAX = 16 };

/* ---- constituencies ----------------------------------------------------------- */

static const dt_constituency *find_constituency(const dt_actor *actor, dt_word w)
{
    for (uint32_t k = 0; k < actor->home.n; k++)
        if (dt_name_is(&actor->home.constituencies[k].name, w))
            return &actor->home.constituencies[k];
    return NULL;
}

const dt_constituency *dt_bind_constituency(dt_parser *p, const dt_actor *actor,
                                            const dt_token *token)
{
    const dt_word w = dt_word_of(p, token);
    const dt_constituency *const found = find_constituency(actor, w);
    if (found || dt_token_is_reserved(p, token))
        return found;
    dt_candidates all = dt_candidates_for(w);
    dt_report(p->diags, DT_FINDING_unknown_name, dt_span_of(p, token),
              "'%s' has no constituency '%.*s'", actor->name.id, (int)w.n, w.text);
    for (uint32_t k = 0; k < actor->home.n && !dt_diags_full(p->diags); k++)
        dt_candidates_add(&all, NULL, actor->home.constituencies[k].name.id);
    dt_candidates_suggest(p, &all, "its constituencies are");
    return NULL;
}

static bool is_indifferent(const dt_preference *preference)
{
    return !preference->has_prefer && !preference->has_value && !preference->has_rank;
}

/* What can be said of a constituency before any state is looked at. */
static void check_constituency(dt_parser *p, const dt_actor *actor,
                               const dt_constituency *c, const dt_token *need)
{
    const dt_preference *const wants = &c->preference;
    if (c->need != 0 && !wants->has_value) {
        const dt_word w = dt_word_of(p, need);
        dt_report(p->diags, DT_FINDING_missing, dt_span_of(p, need),
                  "a gain of %.*s needs a 'value' block: without values a gain has no "
                  "size",
                  (int)w.n, w.text);
    } else if (is_indifferent(wants))
        dt_report(p->diags, DT_FINDING_no_preference, c->name.where,
                  "'%s.%s' has no preference: it agrees to %s", actor->name.id,
                  c->name.id, c->strict ? "nothing" : "everything");
    if (wants->has_value && !dt_worth_fits(wants))
        dt_report(p->diags, DT_FINDING_limit, wants->value_where,
                  "the numbers of this block are too large to be added exactly");
}

static void add_constituency(dt_parser *p, dt_actor *actor,
                             const dt_draft_constituency *draft)
{
    dt_home *const home = &actor->home;
    const dt_constituency *const earlier =
        find_constituency(actor, dt_word_of(p, draft->name));
    if (earlier) {
        dt_report(p->diags, DT_FINDING_duplicate, draft->constituency.name.where,
                  "'%s' has a constituency '%s' already", actor->name.id,
                  earlier->name.id);
        dt_report_note(p->diags, earlier->name.where, "declared here");
        return;
    }
    if (home->n == DT_HOME_MAX) {
        dt_report(p->diags, DT_FINDING_limit, draft->constituency.name.where,
                  "an actor has at most %u constituencies", DT_HOME_MAX);
        return;
    }
    dt_constituency *const c = &home->constituencies[home->n++];
    *c = draft->constituency;
    c->preference = (dt_preference){0};
    dt_add_blocks(p, "a constituency", &c->preference, &draft->constituency.preference);
    check_constituency(p, actor, c, draft->need);
}

static uint32_t count_constituencies(const dt_parser *p, const dt_actor *actor)
{
    const dt_list *const list = &p->draft->talks.constituencies;
    const dt_draft_constituency *const drafts = list->items;
    uint32_t n = 0;
    for (size_t k = 0; k < list->n && n < DT_HOME_MAX; k++)
        n += dt_name_is(&actor->name, dt_word_of(p, drafts[k].actor));
    return n;
}

static void bind_constituencies(dt_parser *p)
{
    const dt_model *const model = p->draft->model;
    const dt_list *const list = &p->draft->talks.constituencies;
    const dt_draft_constituency *const drafts = list->items;
    for (uint32_t a = 0; a < model->n_actors; a++) {
        dt_actor *const actor = &model->actors[a];
        const uint32_t n = count_constituencies(p, actor);
        actor->home.constituencies =
            n ? dt_arena_array(p->arena, dt_constituency, n) : NULL;
        p->lost = p->lost || (n && !actor->home.constituencies);
    }
    for (size_t k = 0; k < list->n && !p->lost; k++) {
        dt_actor *const actor = dt_bind_actor(p, drafts[k].actor);
        if (actor)
            add_constituency(p, actor, &drafts[k]);
    }
}

/* ---- rules: names ------------------------------------------------------------- */

/* "us.congress" in a rule of iran's. */
static bool is_of_another(dt_parser *p, const dt_actor *actor, const dt_answer *answer)
{
    if (!answer->actor)
        return false;
    const dt_actor *const named = dt_bind_actor(p, answer->actor);
    if (!named || named == actor)
        return !named;
    const dt_word w = dt_word_of(p, answer->name);
    dt_report(p->diags, DT_FINDING_wrong_kind,
              dt_span_to(p, answer->actor, answer->name),
              "'%s.%.*s' has no say in what '%s' ratifies", named->name.id, (int)w.n,
              w.text, actor->name.id);
    return true;
}

static void bind_agreement(dt_parser *p, const dt_actor *actor, const dt_answer *answer)
{
    if (is_of_another(p, actor, answer))
        return;
    const dt_constituency *const c = dt_bind_constituency(p, actor, answer->name);
    if (c)
        answer->formula->level = (uint32_t)(c - actor->home.constituencies);
}

static void bind_weight(dt_parser *p, dt_home *home, const dt_answer *answer)
{
    if (home->n_weighings == DT_HOME_MAX) {
        dt_report(p->diags, DT_FINDING_limit, answer->formula->where,
                  "a rule compares the weight at most %u times", DT_HOME_MAX);
        return;
    }
    answer->formula->level = DT_HOME_MAX + home->n_weighings;
    home->weighings[home->n_weighings++] = answer->formula;
}

static void bind_answers(dt_parser *p, dt_actor *actor, const dt_list *list)
{
    const dt_answer *const answers = list->items;
    dt_home *const home = &actor->home;
    home->weighings = dt_arena_array(p->arena, const dt_formula *, DT_HOME_MAX);
    p->lost = p->lost || !home->weighings;
    for (size_t k = 0; k < list->n && !p->lost; k++)
        if (answers[k].formula->op == DT_OP_WEIGHT)
            bind_weight(p, home, &answers[k]);
        else
            bind_agreement(p, actor, &answers[k]);
}

/* ---- rules: can they be fulfilled? -------------------------------------------- */

static int64_t weigh_all(const dt_home *home)
{
    int64_t sum = 0;
    for (uint32_t k = 0; k < home->n; k++)
        sum += home->constituencies[k].weight;
    return sum;
}

/* No weight from 0 to `total` compares so. */
static bool is_out_of_reach(const dt_formula *f, int64_t total)
{
    switch (f->compare) {
    case DT_COMPARE_GE:
        return f->units > total;
    case DT_COMPARE_GT:
        return f->units >= total;
    case DT_COMPARE_EQ:
        return f->units > total || f->units < 0;
    case DT_COMPARE_LE:
        return f->units < 0;
    case DT_COMPARE_LT:
        return f->units <= 0;
    case DT_COMPARE_NE:
    case DT_COMPARE_NONE:
        break;
    }
    return false;
}

/* Report weights that are never reached. */
static void check_weights(dt_parser *p, const dt_actor *actor, const dt_list *list)
{
    const dt_answer *const answers = list->items;
    const int64_t total = weigh_all(&actor->home);
    for (size_t k = 0; k < list->n; k++) {
        const dt_formula *const f = answers[k].formula;
        char whole[DT_DECIMAL_ROOM], wanted[DT_DECIMAL_ROOM];
        if (f->op != DT_OP_WEIGHT || !is_out_of_reach(f, total))
            continue;
        dt_decimal_write(f->units, wanted);
        dt_report(
            p->diags, DT_FINDING_unreachable, dt_span_of(p, answers[k].name),
            f->compare == DT_COMPARE_GT
                ? "a weight above %s cannot be reached: all constituencies of '%s' "
                  "together weigh %s"
            : f->units > 0 ? "a weight of %s cannot be reached: all constituencies "
                             "of '%s' together weigh %s"
                           : "a weight is never below %s: the constituencies of "
                             "'%s' weigh from 0 to %s",
            wanted, actor->name.id, dt_decimal_write(total, whole));
    }
}

/* Bit k of the result is bit `b` of the number base + k; base is a multiple of 64. */
static uint64_t lanes(uint64_t base, uint32_t b)
{
    static const uint64_t low[] = {
        0xaaaaaaaaaaaaaaaa, 0xcccccccccccccccc, 0xf0f0f0f0f0f0f0f0,
        0xff00ff00ff00ff00, 0xffff0000ffff0000, 0xffffffff00000000,
    };
    return b < 6 ? low[b] : base >> b & 1 ? UINT64_MAX : 0;
}

/* The weights of the 64 sets of those who agree, from `base` on. */
static void weigh_lanes(const dt_home *home, uint64_t base, int64_t weight[64])
{
    memset(weight, 0, 64 * sizeof *weight);
    for (uint32_t k = 0; k < home->n; k++)
        for (uint32_t s = 0; s < 64; s++)
            if ((base + s) >> k & 1)
                weight[s] += home->constituencies[k].weight;
}

/* One of the 64 sets of answers from `base` on satisfies the rule, and every veto. */
static bool is_satisfied(const dt_model *model, const dt_home *home, uint64_t base)
{
    uint64_t bit[64] = {0};
    int64_t weight[64];
    weigh_lanes(home, base, weight);
    for (uint32_t k = 0; k < home->n; k++)
        bit[k] = lanes(base, k);
    for (uint32_t j = 0; j < home->n_weighings; j++)
        for (uint32_t s = 0; s < 64; s++)
            bit[DT_HOME_MAX + j] |=
                (uint64_t)dt_weight_holds(home->weighings[j], weight[s]) << s;
    uint64_t word = dt_formula_slice(model, home->rule, bit);
    for (uint32_t k = 0; k < home->n; k++)
        word &= home->constituencies[k].veto ? bit[k] : UINT64_MAX;
    return word & (home->n < 6 ? (UINT64_C(1) << (1u << home->n)) - 1 : UINT64_MAX);
}

static bool has_veto(const dt_home *home)
{
    for (uint32_t k = 0; k < home->n; k++)
        if (home->constituencies[k].veto)
            return true;
    return false;
}

/* "at least 3 of" two, which is reported where it is read. */
static bool has_bad_count(const dt_formula *f)
{
    bool has = f->op == DT_OP_COUNT && (f->least > f->n || f->most > f->n);
    for (uint32_t k = 0; k < f->n && !has; k++)
        has = has_bad_count(f->parts[k]);
    return has;
}

static void check_rule(dt_parser *p, const dt_actor *actor)
{
    const dt_home *const home = &actor->home;
    if (home->n > TRIED_MAX || has_bad_count(home->rule))
        return;
    for (uint64_t base = 0; base < UINT64_C(1) << home->n; base += 64)
        if (is_satisfied(p->draft->model, home, base))
            return;
    dt_report(p->diags, DT_FINDING_unreachable, home->rule->where,
              "no answers of the constituencies of '%s' satisfy this rule%s",
              actor->name.id, has_veto(home) ? " and their vetoes" : "");
}

/* ---- rules -------------------------------------------------------------------- */

static void report_no_home(dt_parser *p, const dt_actor *actor, const dt_token *where)
{
    dt_report(p->diags, DT_FINDING_missing, dt_span_of(p, where),
              "'%s' has no constituencies that could ratify anything", actor->name.id);
    dt_report_help(p->diags, "declare one: constituency %s.NAME { ... }",
                   actor->name.id);
}

static void report_second_rule(dt_parser *p, const dt_actor *actor,
                               const dt_draft_ratify *draft)
{
    dt_report(p->diags, DT_FINDING_duplicate, dt_span_of(p, draft->keyword),
              "'%s' has a rule to ratify already", actor->name.id);
    dt_report_note(p->diags, actor->home.rule_where, "the first one");
}

static void bind_ratify(dt_parser *p, dt_actor *actor, const dt_draft_ratify *draft)
{
    dt_home *const home = &actor->home;
    const uint32_t before = dt_diags_count(p->diags, DT_SEVERITY_ERROR);
    if (home->rule) {
        report_second_rule(p, actor, draft);
        return;
    }
    if (home->n == 0) {
        report_no_home(p, actor, draft->actor);
        return;
    }
    home->rule = draft->rule;
    home->rule_where = dt_span_of(p, draft->keyword);
    bind_answers(p, actor, &draft->answers);
    if (p->lost || dt_diags_count(p->diags, DT_SEVERITY_ERROR) > before)
        return;
    check_weights(p, actor, &draft->answers);
    if (dt_diags_count(p->diags, DT_SEVERITY_ERROR) == before)
        check_rule(p, actor);
}

void dt_bind_homes(dt_parser *p)
{
    const dt_list *const list = &p->draft->talks.ratifies;
    const dt_draft_ratify *const drafts = list->items;
    bind_constituencies(p);
    for (size_t k = 0; k < list->n && !p->lost; k++) {
        dt_actor *const actor = dt_bind_actor(p, drafts[k].actor);
        if (actor)
            bind_ratify(p, actor, &drafts[k]);
    }
}
