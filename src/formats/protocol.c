/* What a model says about intentions, as JSON (docs/json.md, "The model"). Turns that
 * the reader put in are written like all others. */
#include "formats/protocol.h"

#include "base/decimal.h"
#include "base/text.h"
#include "model/conflict.h"

/* What is written, and room for names on their way. */
typedef struct protocol {
    dt_json *json;
    const dt_model *model;
    dt_text scratch;
    bool lost; /* no memory */
} protocol;

/* ---- pieces ------------------------------------------------------------------- */

static void put_name(protocol *r, const dt_name *name)
{
    dt_json_put_string(r->json, "name", name->id);
    if (name->label)
        dt_json_put_string(r->json, "label", name->label);
}

static void put_actor_name(protocol *r, uint32_t a)
{
    dt_json_put_string(r->json, "actor", r->model->actors[a].name.id);
}

/* Numbers are strings, so that a reader's binary fractions do not touch them. */
static void put_decimal(protocol *r, const char *key, int64_t units)
{
    char number[DT_DECIMAL_ROOM];
    dt_json_put_string(r->json, key, dt_decimal_write(units, number));
}

/* "us.talks" */
static const char *full_name(protocol *r, const dt_actor *actor, const char *name)
{
    dt_text_reset(&r->scratch);
    dt_text_format(&r->scratch, "%s.%s", actor->name.id, name);
    r->lost = r->lost || r->scratch.failed;
    return dt_text_string(&r->scratch);
}

/* What a move sets; nothing: to stay. */
static void put_setting(protocol *r, dt_setting setting)
{
    dt_json_object_flat(r->json);
    for (uint32_t c = 0; c < r->model->n_choices; c++) {
        const dt_choice *const choice = &r->model->choices[c];
        if (dt_choice_mask(choice) & setting.mask)
            dt_json_put_string(
                r->json,
                full_name(r, &r->model->actors[choice->actor], choice->name.id),
                choice->levels[dt_choice_level(choice, setting.code)].id);
    }
    dt_json_end_object(r->json);
}

static void put_move(protocol *r, dt_setting setting)
{
    dt_json_key(r->json, "move");
    put_setting(r, setting);
}

static void put_likely(protocol *r, const dt_actor *actor, const dt_likelihood *likely,
                       uint32_t n)
{
    dt_json_key(r->json, "likely");
    dt_json_object_flat(r->json);
    for (uint32_t k = 0; k < n; k++)
        put_decimal(r,
                    likely[k].type ? actor->types[likely[k].type - 1].name.id
                                   : actor->name.id,
                    likely[k].p);
    dt_json_end_object(r->json);
}

/* ---- the joint table ------------------------------------------------------------ */

static void put_row(protocol *r, const dt_prior_row *row)
{
    dt_json_object_flat(r->json);
    put_decimal(r, "probability", row->p);
    dt_json_key(r->json, "types");
    dt_json_array(r->json);
    for (uint32_t k = 0; k < r->model->intentions.n_prior_actors; k++) {
        const uint32_t a = r->model->intentions.prior_actors[k];
        const dt_actor *const actor = &r->model->actors[a];
        dt_json_string(r->json,
                       row->type[k]
                           ? full_name(r, actor, actor->types[row->type[k] - 1].name.id)
                           : actor->name.id);
    }
    dt_json_end_array(r->json);
    dt_json_end_object(r->json);
}

static void put_table(protocol *r)
{
    const dt_intentions *const all = &r->model->intentions;
    if (!all->n_prior_rows)
        return;
    dt_json_key(r->json, "prior");
    dt_json_array(r->json);
    for (uint32_t k = 0; k < all->n_prior_rows; k++)
        put_row(r, &all->prior_rows[k]);
    dt_json_end_array(r->json);
}

/* ---- tests ---------------------------------------------------------------------- */

static void put_ploy(protocol *r, const dt_actor *actor, const dt_ploy *ploy)
{
    dt_json_object(r->json);
    put_name(r, &ploy->name);
    put_move(r, ploy->setting);
    if (ploy->n_likely)
        put_likely(r, actor, ploy->likely, ploy->n_likely);
    dt_json_end_object(r->json);
}

static void put_turn(protocol *r, const dt_turn *turn)
{
    dt_json_object(r->json);
    put_actor_name(r, turn->actor);
    if (turn->n_ploys) {
        dt_json_key(r->json, "moves");
        dt_json_array(r->json);
        for (uint32_t k = 0; k < turn->n_ploys; k++)
            put_ploy(r, &r->model->actors[turn->actor], &turn->ploys[k]);
        dt_json_end_array(r->json);
    }
    dt_json_end_object(r->json);
}

static void put_test(protocol *r, const dt_test *test)
{
    dt_json_object(r->json);
    put_name(r, &test->name);
    put_move(r, test->setting);
    dt_json_key(r->json, "turns");
    dt_json_array(r->json);
    for (uint32_t k = 0; k < test->n_turns; k++)
        put_turn(r, &test->turns[k]);
    dt_json_end_array(r->json);
    dt_json_end_object(r->json);
}

static void put_tests(protocol *r)
{
    const dt_intentions *const all = &r->model->intentions;
    if (!all->n_tests)
        return;
    dt_json_key(r->json, "tests");
    dt_json_array(r->json);
    for (uint32_t k = 0; k < all->n_tests; k++)
        put_test(r, &all->tests[k]);
    dt_json_end_array(r->json);
}

/* ---- signals -------------------------------------------------------------------- */

static void put_day(protocol *r, const char *key, dt_day day)
{
    dt_text_reset(&r->scratch);
    dt_text_format(&r->scratch, "%04u-%02u-%02u", day / 10000, day / 100 % 100,
                   day % 100);
    r->lost = r->lost || r->scratch.failed;
    dt_json_put_string(r->json, key, dt_text_string(&r->scratch));
}

/* A day, or true where none was given. */
static void put_withdrawal(protocol *r, dt_day day)
{
    if (day) {
        put_day(r, "withdrawn", day);
        return;
    }
    dt_json_key(r->json, "withdrawn");
    dt_json_bool(r->json, true);
}

static void put_signal(protocol *r, const dt_signal *seen)
{
    dt_json_object(r->json);
    if (seen->day)
        put_day(r, "day", seen->day);
    put_actor_name(r, seen->actor);
    dt_json_put_string(r->json, "text", seen->text);
    if (seen->moves)
        put_move(r, seen->setting);
    else
        put_likely(r, &r->model->actors[seen->actor], seen->likely, seen->n_likely);
    if (seen->has_credibility)
        put_decimal(r, "credibility", seen->credibility);
    if (seen->is_withdrawn)
        put_withdrawal(r, seen->withdrawn);
    dt_json_end_object(r->json);
}

static void put_signals(protocol *r)
{
    const dt_intentions *const all = &r->model->intentions;
    if (!all->n_signals)
        return;
    dt_json_key(r->json, "signals");
    dt_json_array(r->json);
    for (uint32_t k = 0; k < all->n_signals; k++)
        put_signal(r, &all->signals[k]);
    dt_json_end_array(r->json);
}

/* ---- the rest ------------------------------------------------------------------- */

static void put_numbers(protocol *r)
{
    const dt_intentions *const all = &r->model->intentions;
    if (all->has_drift)
        put_decimal(r, "drift", all->drift);
    if (all->has_precision)
        put_decimal(r, "precision", all->precision);
}

static void put_trusts(protocol *r)
{
    const dt_intentions *const all = &r->model->intentions;
    if (!all->n_trusts)
        return;
    dt_json_key(r->json, "trust");
    dt_json_array(r->json);
    for (uint32_t k = 0; k < all->n_trusts; k++) {
        dt_json_object(r->json);
        put_name(r, &all->trusts[k].name);
        dt_json_key(r->json, "moves");
        dt_json_array(r->json);
        for (int side = 0; side < 2; side++)
            put_setting(r, all->trusts[k].setting[side]);
        dt_json_end_array(r->json);
        dt_json_end_object(r->json);
    }
    dt_json_end_array(r->json);
}

bool dt_protocol_put(dt_json *json, const dt_model *model)
{
    protocol r = {.json = json, .model = model};
    put_table(&r);
    put_tests(&r);
    put_signals(&r);
    put_numbers(&r);
    put_trusts(&r);
    dt_text_release(&r.scratch);
    return !r.lost;
}
