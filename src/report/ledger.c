/* The answer on deals as CSV (docs/json.md): a line for each deal that is shown. */
#include "report/settlement.h"

#include "report/frame.h"

static void put_csv_head(dt_bargain *b)
{
    dt_put(b->out, "deal,origin");
    for (dt_choice_id c = 0; c < b->model->n_choices; c++)
        dt_put_format(b->out, ",%s.%s",
                      dt_actor_name(b->model, dt_choice_actor(b->model, c)),
                      dt_choice_name(b->model, c));
    dt_put(b->out, ",in_zone,efficient");
    for (uint32_t v = 0; v < b->all->n_voices; v++)
        dt_put_format(b->out, ",accepts.%s,gain.%s", b->all->voices[v].name,
                      b->all->voices[v].name);
    for (uint32_t s = 0; s < b->all->n_sides; s++)
        dt_put_format(b->out, ",suits.%s", dt_side_name(b, s));
    dt_put(b->out, ",money_left");
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++)
        dt_put_format(b->out, ",holds.%s", dt_concept_name((dt_concept)c));
    dt_frame_put_csv_provenance(b->out, b->model);
}

static void put_csv_flag(dt_bargain *b, bool is)
{
    dt_put(b->out, is ? ",1" : ",0");
}

static void put_csv_voices(dt_bargain *b, const dt_deal *deal)
{
    char figure[DT_WORTH_ROOM];
    for (uint32_t v = 0; v < b->all->n_voices; v++) {
        put_csv_flag(b, deal->opinions[v].accepts);
        dt_put(b->out, ",");
        if (dt_bargain_has_worth(b, v))
            dt_put(b->out,
                   dt_worth_write(b, deal->opinions[v].gain, DT_WORTH_EXACT, figure));
    }
    for (uint32_t s = 0; s < b->all->n_sides; s++)
        put_csv_flag(b, deal->signs[s] && deal->ratifies[s]);
    dt_put(b->out, ",");
    if (deal->has_money_left)
        dt_put(b->out, dt_worth_write(b, deal->money_left, DT_WORTH_EXACT, figure));
}

/* 1: it would hold; 0: it would not; empty: that is not known. */
static void put_csv_hold(dt_bargain *b, const dt_deal *deal)
{
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
        const dt_standing standing =
            deal->hold ? dt_local_equilibrium(deal->hold, (dt_concept)c) : DT_UNDECIDED;
        dt_put(b->out, standing == DT_STABLE     ? ",1"
                       : standing == DT_UNSTABLE ? ",0"
                                                 : ",");
    }
}

static void put_csv_deal(dt_bargain *b, uint32_t k)
{
    const dt_deal *const deal = &b->all->deals[k];
    dt_deal_add_head(b, k, &b->text);
    dt_frame_put_csv(b->out, dt_text_string(&b->text));
    dt_text_reset(&b->text);
    dt_put_format(b->out, ",%s", dt_origin_name(deal->origin));
    for (dt_choice_id c = 0; c < b->model->n_choices; c++) {
        dt_put(b->out, ",");
        dt_frame_put_csv(
            b->out,
            dt_choice_level_name(b->model, c, dt_code_level(b->model, deal->code, c)));
    }
    put_csv_flag(b, deal->in_zone);
    put_csv_flag(b, deal->efficient);
    put_csv_voices(b, deal);
    put_csv_hold(b, deal);
    dt_put(b->out, ",\n");
}

void dt_bargain_put_csv(dt_bargain *b)
{
    put_csv_head(b);
    for (uint32_t k = 0; k < b->all->n_deals && dt_out_works(b->out); k++)
        put_csv_deal(b, k);
}
