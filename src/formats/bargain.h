/* A negotiation domain with its profiles, as the readers of Genius XML (genius.c) and
 * GeniusWeb JSON (geniusweb.c) leave it for the writer of the language (bargain.c).
 *
 * Weights and evaluations are what the files say, not scaled yet. */
#ifndef DT_FORMATS_BARGAIN_H
#define DT_FORMATS_BARGAIN_H

#include "base/arena.h"
#include "base/diags.h"
#include "base/text.h"
#include "formats/scale.h"

#include <detente/scenario.h>

/* No topic, no value. */
#define DT_NONE UINT32_MAX

/* What the parties negotiate about: an issue of the domain, with its values. */
typedef struct dt_topic {
    const char *label, *id;
    uint32_t index; /* by which Genius joins */
    uint32_t n;
    const char **labels, **ids; /* [n], of its values */
    dt_span where;
} dt_topic;

typedef struct dt_party {
    const char *label, *id;
    const char *file;
    const dt_source *source;
    dt_wide *weights;      /* [n_topics] */
    dt_wide **evaluations; /* [n_topics][its values] */
    dt_wide reservation;   /* a utility; without effect when there is a bid */
    uint32_t *bid;         /* [n_topics] a value or DT_NONE; NULL: no bid */
    int64_t **worth;       /* [n_topics][its values] 100 times the utility, a decimal */
    int64_t reserve;       /* the same for what the party has without agreement */
} dt_party;

typedef struct dt_bargain {
    dt_arena arena;
    dt_diags *diags;
    dt_finding_id wrong; /* the id for what makes no sense: of XML or of JSON */
    bool lost;           /* no memory */
    const char *title, *family;
    const char *file; /* of the domain; NULL: it is in the first profile */
    uint32_t n_topics, n_parties;
    dt_topic *topics;
    dt_party *parties;
    dt_scale scale;
} dt_bargain;

/* ---- readers ------------------------------------------------------------------- */

/* Read the domain, whose source is given, into title and topics. DT_OK, DT_EMODEL (see
 * diags), DT_ENOMEM. */
dt_status dt_genius_domain(dt_bargain *b, const dt_source *source, dt_error *err);
dt_status dt_geniusweb_domain(dt_bargain *b, const dt_source *source, dt_error *err);

/* Read party->source, a profile for that domain. */
dt_status dt_genius_profile(dt_bargain *b, dt_party *party, dt_error *err);
dt_status dt_geniusweb_profile(dt_bargain *b, dt_party *party, dt_error *err);

/* ---- what the readers share ------------------------------------------------------ */

/* Room for `n` topics, or for `n` values of a topic; false, and reported, when the
 * language has none for so many, or there are none. */
bool dt_bargain_room(dt_bargain *b, size_t n, dt_span where);
bool dt_topic_room(dt_bargain *b, dt_topic *topic, size_t n, dt_span where);

/* Room for what a profile says about the domain. */
bool dt_party_room(dt_bargain *b, dt_party *party);

/* The topic's value of that label, or DT_NONE. */
uint32_t dt_topic_find(const dt_topic *topic, const char *label);
/* The domain's topic of that label, or DT_NONE. */
uint32_t dt_bargain_find(const dt_bargain *b, const char *label);
/* Report that the topic has no value of that label. */
void dt_topic_miss(dt_bargain *b, const dt_topic *topic, const char *label,
                   dt_span where);

/* A label can stand between quotes; false, and reported, when it holds control
 * characters. */
bool dt_bargain_label(dt_bargain *b, const char *label, dt_span where);

/* Read a number from 0 to `most`; false, and reported, when it is none. `what` is such
 * as "a weight". */
bool dt_bargain_number(dt_bargain *b, const char *text, dt_span where, const char *what,
                       uint32_t most, dt_wide *number);
enum {
    DT_WEIGHT_MOST = 1000000,
    DT_EVALUATION_MOST = 1000000000,
};

/* ---- the writer ------------------------------------------------------------------ */

/* Make names, scale what the profiles say, and write it in the language. DT_OK,
 * DT_EMODEL, DT_ENOMEM. */
dt_status dt_bargain_write(dt_bargain *b, dt_text *text, dt_error *err);

#endif
