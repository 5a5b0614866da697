/* What linking the arenas adds: what each would give by itself, and which packages
 * exist only because they are negotiated together. */
#include "report/settlement.h"

#include "report/frame.h"
#include "report/words.h"

enum { USUAL_LINKED = 3 };

static void put_best(dt_bargain *b, const dt_forum_view *forum)
{
    if (!forum->has_best)
        return;
    dt_text_add(&b->text, "The fairest by Nash would be ");
    dt_bargain_add_package(b, forum->best);
    dt_text_add(&b->text, ".");
    dt_bargain_put(b, 4, 6);
}

/* Two actors, and no zone: somebody could pay. */
static void put_payment(dt_bargain *b, const dt_forum_view *forum)
{
    if (!forum->has_payment)
        return;
    const uint32_t loser = forum->gain[0] < 0 ? 0 : 1;
    dt_text_format(&b->text, "%s would have to pay %s for ", dt_side_label(b, !loser),
                   dt_side_label(b, loser));
    dt_bargain_add_package(b, forum->payable);
    dt_text_add(&b->text, ": it gains ");
    dt_bargain_add_worth(b, forum->gain[!loser]);
    dt_text_add(&b->text, " where the other loses ");
    dt_bargain_add_worth(b, -forum->gain[loser]);
    dt_text_add(&b->text, ".");
    dt_bargain_put(b, 4, 6);
}

static void put_forum(dt_bargain *b, const dt_forum_view *forum)
{
    dt_text_format(&b->text, "%s: ", forum->label ? forum->label : forum->name);
    if (forum->zone)
        dt_bargain_add_count(b, forum->zone);
    else
        dt_text_add(&b->text, "none");
    dt_text_add(&b->text, " of ");
    dt_bargain_add_count(b, forum->n_packages);
    dt_text_format(&b->text, " package%s would pass by %s.",
                   forum->n_packages == 1 ? "" : "s",
                   forum->zone == 1 ? "itself" : "themselves");
    dt_bargain_put(b, 2, 4);
    put_best(b, forum);
    put_payment(b, forum);
}

static void put_linked(dt_bargain *b, const dt_linkage *linkage)
{
    const uint32_t limit = dt_frame_limit(b->options, USUAL_LINKED);
    const uint32_t n = linkage->n_shown < limit ? linkage->n_shown : limit;
    for (uint32_t k = 0; k < n; k++) {
        dt_text_add(&b->text, "- ");
        dt_bargain_add_package(b, linkage->shown[k]);
        dt_text_add(&b->text, ".");
        dt_bargain_put(b, 2, 4);
    }
    if (linkage->linked > n) {
        dt_text_add(&b->text, "and ");
        dt_words_count(linkage->linked - n, &b->text);
        dt_text_add(&b->text, " more.");
        dt_bargain_put(b, 2, 4);
    }
}

void dt_bargain_put_bridge(dt_bargain *b)
{
    const dt_linkage *const linkage = b->all->linkage;
    if (!linkage)
        return;
    dt_bargain_put_heading(b, "What linking the arenas adds");
    for (uint32_t k = 0; k < linkage->n_forums; k++)
        put_forum(b, &linkage->forums[k]);
    dt_text_add(&b->text, "Of the packages that suit everybody, ");
    dt_bargain_add_count(b, linkage->separable);
    dt_text_add(&b->text, " would pass arena by arena, and ");
    dt_bargain_add_count(b, linkage->linked);
    dt_text_format(&b->text, " need%s the link%s", linkage->linked == 1 ? "s" : "",
                   linkage->linked ? ":" : ".");
    dt_put(b->out, "\n");
    dt_bargain_put(b, 0, 0);
    put_linked(b, linkage);
}
