/* The answer of `probe`: is the other side sincere, and which test would show it?
 *
 * First, for each side that has tests, what to do first, what each answer would mean
 * and what to do then. After that the tests side by side and one by one, what the
 * signals so far say, how likely each state is to hold, how much trust is needed, and
 * how all of it was computed. */
#include "report/inquiry.h"

#include "base/fail.h"
#include "report/frame.h"

#include <math.h>

/* ---- names ------------------------------------------------------------------------
 */

void dt_inquiry_put_heading(dt_inquiry *q, const char *heading)
{
    dt_put_format(q->out, "\n%s\n", heading);
}

void dt_inquiry_put(dt_inquiry *q, size_t first, size_t rest)
{
    dt_put_wrapped(q->out, &q->text, dt_frame_width(q->options), first, rest);
    dt_text_reset(&q->text);
}

void dt_inquiry_add_type(dt_inquiry *q, dt_actor_id a, uint32_t type)
{
    if (type == 0)
        dt_text_format(&q->text, "%s as itself", dt_actor_label(q->model, a));
    else
        dt_text_format(&q->text, "'%s'", dt_actor_type_label(q->model, a, type - 1));
}

const char *dt_inquiry_type_name(const dt_inquiry *q, dt_actor_id a, uint32_t type)
{
    return type == 0 ? dt_actor_name(q->model, a)
                     : dt_actor_type_name(q->model, a, type - 1);
}

void dt_inquiry_add_percent(dt_inquiry *q, double p)
{
    if (p > 0 && p < 0.0005)
        dt_text_add(&q->text, "less than 0.1%");
    else if (p < 1 && p > 0.9995)
        dt_text_add(&q->text, "more than 99.9%");
    else if (fabs(100 * p - round(100 * p)) < 0.05)
        dt_text_format(&q->text, "%.0f%%", fabs(100 * p));
    else
        dt_text_format(&q->text, "%.1f%%", 100 * p);
}

void dt_inquiry_add_figure(dt_inquiry *q, double value)
{
    if (fabs(value) < 5e-10)
        dt_text_add(&q->text, "0");
    else
        dt_text_format(&q->text, "%.4g", value);
}

void dt_inquiry_add_day(dt_inquiry *q, uint32_t day)
{
    dt_text_format(&q->text, "%04u-%02u-%02u", day / 10000, day / 100 % 100, day % 100);
}

/* The label of a test of the model. */
static const char *label_of(const dt_inquiry *q, uint32_t test)
{
    const dt_name *const name = &q->model->intentions.tests[test].name;
    return name->label ? name->label : name->id;
}

void dt_inquiry_add_attempt(dt_inquiry *q, const dt_attempt *attempt)
{
    if (attempt->test == DT_NO_TEST)
        dt_text_add(&q->text, "acting at once");
    else
        dt_text_format(&q->text, "'%s'", label_of(q, attempt->test));
    if (attempt->test != DT_NO_TEST && attempt->second != DT_NO_TEST)
        dt_text_format(&q->text, ", then '%s'", label_of(q, attempt->second));
}

/* ---- types and worlds ---------------------------------------------------------------
 */

double dt_inquiry_marginal(const dt_inquiry *q, const double *world, dt_actor_id a,
                           uint32_t type)
{
    double sum = 0;
    for (uint32_t w = 0; w < q->all->n_worlds; w++)
        if (q->all->worlds[w].cast.type[a] == type)
            sum += world[w];
    return sum;
}

static bool occurs(const dt_inquiry *q, dt_actor_id a, uint32_t type)
{
    for (uint32_t w = 0; w < q->all->n_worlds; w++)
        if (q->all->worlds[w].cast.type[a] == type && q->all->worlds[w].prior > 0)
            return true;
    return false;
}

uint32_t dt_inquiry_n_types(const dt_inquiry *q, dt_actor_id a)
{
    uint32_t n = 0;
    for (uint32_t t = 0; t <= dt_actor_n_types(q->model, a); t++)
        n += occurs(q, a, t);
    return n;
}

uint32_t dt_inquiry_type(const dt_inquiry *q, dt_actor_id a, uint32_t k)
{
    uint32_t t = 0;
    for (;; t++)
        if (occurs(q, a, t) && k-- == 0)
            return t;
}

/* ---- how it was computed
 * ------------------------------------------------------------- */

static void put_basis(dt_inquiry *q)
{
    dt_inquiry_put_heading(q, "How it was computed");
    dt_text_add(&q->text,
                "A test is a game: chance draws who is of which type, by the beliefs "
                "after the last signal; the tester moves, the other side answers "
                "knowing its type, and so on; at the end everybody has the value of "
                "the state that is reached. What they do is the agent quantal response "
                "equilibrium in the limit of great precision, followed from where all "
                "moves are equally likely (McKelvey and Palfrey 1998; Turocy 2010), "
                "and then verified. Where a model states how likely answers are, "
                "chance gives them.");
    dt_inquiry_put(q, 2, 2);
    dt_text_add(
        &q->text,
        "The worth of a test is what the tester can expect of it, in units of its "
        "values; information is mutual information between type and answer, "
        "in bits (Lindley 1956); the risk is what is lost, on average, by not "
        "knowing the type when it is another than the one the tester would "
        "like to face (Howard 1966).");
    dt_inquiry_put(q, 2, 2);
    dt_text_add(&q->text, "Beliefs follow Bayes' rule");
    if (q->all->drift < 1) {
        dt_text_add(&q->text, "; between signals an actor stays of its type with "
                              "probability ");
        dt_inquiry_add_figure(q, q->all->drift);
    }
    dt_text_add(&q->text,
                ". A signal that is a move is as likely as a logit response to "
                "the values of the states in reach, with precision ");
    dt_inquiry_add_figure(q, q->all->precision);
    dt_text_add(&q->text, "; a credibility is an exponent of the likelihoods. "
                          "Probabilities and values are those of the model, and all "
                          "this is as good as they are.");
    dt_inquiry_put(q, 2, 2);
}

/* ---- the whole
 * ------------------------------------------------------------------------ */

static void put_text(dt_inquiry *q)
{
    dt_frame_put_title_of(q->out, q->model, &q->all->cast);
    dt_inquiry_put_advice(q);
    dt_inquiry_put_trials(q);
    dt_inquiry_put_beliefs(q);
    dt_inquiry_put_trust(q);
    dt_inquiry_put_chances(q);
    if (q->options->verbose)
        put_basis(q);
    dt_put(q->out, "\n");
    dt_put_provenance(q->out, q->model);
}

dt_status dt_report_probe(const dt_probe *probe, const dt_report_options *options,
                          const dt_sink *sink, dt_error *err)
{
    dt_out out = dt_out_to(sink);
    const dt_findings *const all = dt_probe_findings(probe);
    dt_inquiry q = {.all = all, .model = all->model, .options = options, .out = &out};
    if (options->form == DT_FORM_JSON)
        dt_inquiry_put_json(&q);
    else
        put_text(&q);
    dt_text_release(&q.text);
    const dt_status status = dt_out_end(&out);
    return status == DT_ENOMEM ? dt_fail_memory(err) : status;
}
