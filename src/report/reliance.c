/* Trust: how sure of the other each side must be to make its move, and how large a
 * first step tells the types apart (Kydd 2000, 2005). */
#include "report/inquiry.h"

#include <math.h>

static void tell_needs(dt_inquiry *q, const dt_truster *side)
{
    if (isnan(side->threshold)) {
        dt_text_add(&q->text, "; all is one to it");
        return;
    }
    if (side->threshold > 1) {
        dt_text_add(&q->text, "; its own never pays, however sure it is of the other");
        return;
    }
    if (side->threshold <= 0) {
        dt_text_add(&q->text, "; its own pays whatever the other does");
        return;
    }
    dt_text_add(&q->text, "; its own pays if it is at least ");
    dt_inquiry_add_percent(q, side->threshold);
    dt_text_add(&q->text, " sure of the other, and it is ");
    dt_inquiry_add_percent(q, side->trusts);
    dt_text_add(&q->text, " sure");
}

static void tell_side(dt_inquiry *q, const dt_truster *side)
{
    dt_text_add(&q->text, dt_actor_label(q->model, side->actor));
    if (side->p < 1 && dt_inquiry_n_types(q, side->actor) > 1) {
        dt_text_add(&q->text, ", if it is ");
        dt_inquiry_add_type(q, side->actor, side->type);
        dt_text_add(&q->text, " (");
        dt_inquiry_add_percent(q, side->p);
        dt_text_add(&q->text, ")");
    }
    dt_text_add(&q->text, ": ");
    dt_text_add(&q->text, side->trustworthy
                              ? "would answer the other's move with its own"
                              : "would take the other's move and give nothing");
    if (side->trustworthy) {
        tell_needs(q, side);
        dt_text_add(&q->text, side->moves ? ": it would move" : ": it would not move");
    }
    dt_text_add(&q->text, ". Worth to it: both moves ");
    dt_inquiry_add_figure(q, side->reward);
    dt_text_add(&q->text, ", none ");
    dt_inquiry_add_figure(q, side->punishment);
    dt_text_add(&q->text, ", its own alone ");
    dt_inquiry_add_figure(q, side->sucker);
    dt_text_add(&q->text, ", the other's alone ");
    dt_inquiry_add_figure(q, side->temptation);
    dt_text_add(&q->text, ".");
    dt_inquiry_put(q, 4, 6);
}

static void tell_step(dt_inquiry *q, const dt_trust_answer *t, uint32_t k)
{
    const dt_trust *const trust = &q->model->intentions.trusts[t - q->all->trusts];
    if (isnan(t->step_low[k]))
        return;
    dt_text_format(&q->text, "A first step by %s ",
                   dt_actor_label(q->model, trust->actor[k]));
    if (t->has_step[k]) {
        dt_text_add(&q->text, "that risks ");
        dt_inquiry_add_percent(q, t->step_low[k]);
        dt_text_add(&q->text, " of what is at stake is enough to tell its types apart; "
                              "above ");
        dt_inquiry_add_percent(q, t->step_high[k]);
        dt_text_add(&q->text, " even the trustworthy type would not take it.");
    } else {
        dt_text_add(&q->text, "cannot tell its types apart: it would have to risk ");
        dt_inquiry_add_percent(q, t->step_low[k]);
        dt_text_add(&q->text, " of what is at stake to keep the others from taking it, "
                              "and the trustworthy type would risk only ");
        dt_inquiry_add_percent(q, t->step_high[k]);
        dt_text_add(&q->text, ".");
    }
    dt_inquiry_put(q, 4, 6);
}

static void put_trust(dt_inquiry *q, const dt_trust_answer *t)
{
    dt_text_format(&q->text, "'%s': ", t->label ? t->label : t->name);
    if (!t->applies) {
        dt_text_format(&q->text, "cannot be judged: %s.", t->why);
        dt_inquiry_put(q, 2, 4);
        return;
    }
    dt_text_add(&q->text, t->holds
                              ? "both sides, when trustworthy, would make their moves"
                              : "the trustworthy of both sides would not both move");
    dt_text_add(&q->text, ".");
    dt_inquiry_put(q, 2, 4);
    for (uint32_t k = 0; k < t->n; k++)
        tell_side(q, &t->trusters[k]);
    for (uint32_t k = 0; k < 2; k++)
        tell_step(q, t, k);
}

void dt_inquiry_put_trust(dt_inquiry *q)
{
    if (!q->all->n_trusts)
        return;
    dt_inquiry_put_heading(q, "How much trust is needed");
    for (uint32_t k = 0; k < q->all->n_trusts; k++)
        put_trust(q, &q->all->trusts[k]);
}
