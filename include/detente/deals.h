/**
 * @file
 * @brief What each side can offer, and which deals would hold.
 *
 * A negotiation is about *packages*: the feasible states in which every choice that is
 * not on the table is as in the status quo, and no one-way choice goes against its way.
 * Who is asked about a package is a *voice*: an actor at the table, or one of its
 * constituencies. A voice compares a package with what follows if the talks fail (the
 * disagreement point): by its `value` block, where it has one, with the expected worth
 * of the fallbacks; else by its order, and then the package has to be better than each
 * fallback. An actor at the table *signs* what is no worse for it, or, where only its
 * constituencies have values, whatever they ratify; its constituencies
 * *ratify* by the rule of the model. What an actor would sign and have ratified is its
 * *win-set*; what is in all win-sets is the *zone of agreement*.
 *
 * The analysis of a model is one object, finished when it is made:
 *
 *     dt_deals *deals = NULL;
 *     if (dt_deals_new(model, &question, diags, &deals, &err) == DT_OK)
 *         printf("%" PRIu64 " packages\n", dt_deals_summary(deals)->n_packages);
 *     dt_deals_free(deals);
 */
#ifndef DETENTE_DEALS_H
#define DETENTE_DEALS_H

#include <detente/fair.h>
#include <detente/local.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Not a constituency, but the actor itself. */
#define DT_VOICE_ITSELF UINT32_MAX
/** A number of packages, at least 1, that was not counted: they were not listed. */
#define DT_UNCOUNTED UINT64_MAX

/** How packages are gone through. */
typedef enum dt_packages {
    DT_PACKAGES_AUTO,   /**< listed if there are at most ::DT_PACKAGES_LISTED_MAX, or if
                           they   cannot be merged */
    DT_PACKAGES_LISTED, /**< one by one: all can be told of them */
    DT_PACKAGES_MERGED, /**< issue by issue: what is efficient, and fair, only; needs
                             values that are additive by choice for everybody, and rules
                             that tie no choices together */
} dt_packages;

/** How many packages are listed by default, though they could be merged. */
#define DT_PACKAGES_LISTED_MAX (UINT64_C(1) << 22)

/** What is asked. */
typedef struct dt_deals_question {
    dt_cast cast;     /**< who is of which type */
    dt_limits limits; /**< as of dt_space_new() */
    const char *deal; /**< the title of the one deal of the model that is asked about;
                           NULL: all, and the computed ones */
    dt_packages packages; /**< forced for tests and measurements */
    bool link;            /**< compare the arenas of the model, too */
} dt_deals_question;

/** What a voice compares packages by. */
typedef enum dt_measure {
    DT_MEASURE_NONE,  /**< nothing: all packages are alike to it */
    DT_MEASURE_ORDER, /**< its `prefer` or `rank`: better and worse, not by how much */
    DT_MEASURE_WORTH, /**< its `value` */
} dt_measure;

/** Somebody who is asked: an actor at the table, or a constituency of it. */
typedef struct dt_voice {
    dt_actor_id actor;
    uint32_t constituency; /**< index in the actor, or ::DT_VOICE_ITSELF */
    const char *name;      /**< such as "iran" or "iran.guards" */
    const char *label;
    dt_measure measure;
    bool derived; /**< an actor without values of its own, that has those of its
                       constituencies, by the mean of their weights, to measure its
                     gain; it signs whatever they ratify */
    bool veto;
    int64_t weight; /**< of a constituency, in millionths */
} dt_voice;

/** One change of a choice, and for how many packages it does something. */
typedef struct dt_lever {
    dt_choice_id choice;
    uint32_t level;
    uint64_t n; /**< 0: there is no such change */
} dt_lever;

/** What one voice does to the packages, at one disagreement point. */
typedef struct dt_tally {
    uint64_t accepts; /**< packages that it accepts */
    uint64_t pivotal; /**< packages whose ratification its answer alone decides; for an
                           actor: packages that would be ratified, on its signature */
    uint64_t blocks;  /**< packages that only its no keeps out of the zone */
    dt_lever lever;   /**< the change by somebody else, made in the packages it blocks,
                           that takes most of them into the zone */
} dt_tally;

/** What one actor at the table makes of the packages, at one disagreement point. */
typedef struct dt_side {
    dt_actor_id actor;
    uint32_t voice; /**< its own; its constituencies' follow */
    uint32_t n_constituencies;
    uint64_t signs, ratifies, wins; /**< packages; wins: both, its win-set */
} dt_side;

/** One solution at one disagreement point. */
typedef struct dt_fair_answer {
    uint32_t n; /**< packages that the rule cannot tell apart, at least 1 */
    const dt_code *packages; /**< [n], the pick first, the others ascending */
    double score; /**< Nash: the product of all gains; Kalai-Smorodinsky: the smallest
                       share of an ideal gain; egalitarian: the smallest gain;
                       utilitarian: the sum of worths; Raiffa: the smallest ratio to the
                       limit; gains and worths in units, not millionths */
} dt_fair_answer;

/** Where Raiffa's steps lead: to a lottery over packages, most often. */
typedef struct dt_raiffa_end {
    uint32_t n_steps;
    const double *worth; /**< [n_sides] at the end, in units */
    bool converged;
    uint32_t n;                /**< packages that are drawn from */
    const dt_code *packages;   /**< [n] */
    const double *probability; /**< [n] */
} dt_raiffa_end;

/** What follows if the talks fail: one fallback, or the lottery over all of them. */
typedef struct dt_disagreement {
    const char *name, *label; /**< of the fallback; the lottery: "lottery" */
    bool lottery;             /**< more than one fallback */
    int64_t probability;      /**< in millionths */
    dt_code code;             /**< the state; of the lottery: that of its first */
    const int64_t *worth;    /**< [n_voices], see dt_summary::scale; 0 without values */
    const dt_side *sides;    /**< [n_sides] */
    const dt_tally *tallies; /**< [n_voices] */
    uint64_t zone;           /**< packages in the zone of agreement */
    uint64_t rational;       /**< of these: where no actor's worth is below the
                                  disagreement point; without values: the zone */
    uint32_t n_efficient;    /**< Pareto-optimal packages of the zone */
    const dt_code *efficient; /**< [n_efficient], ascending */
    bool has_fair;            /**< solutions exist: all have values, and some package is
                                   rational */
    const dt_fair_answer *fair; /**< [DT_N_FAIR]; NULL unless has_fair */
    const int64_t *ideal;       /**< [n_sides] the largest gain of each actor among the
                                     rational packages; NULL unless has_fair */
    dt_raiffa_end raiffa;       /**< all zero unless has_fair */
} dt_disagreement;

/** How a package came to be judged. */
typedef enum dt_origin {
    DT_ORIGIN_PROPOSED, /**< a `deal` of the model */
    DT_ORIGIN_FAIR,     /**< a solution at some disagreement point */
    DT_ORIGIN_EFFICIENT /**< Pareto-optimal in the zone, where no solution exists */
} dt_origin;

/** What one voice says to one deal, against the main disagreement point. */
typedef struct dt_opinion {
    bool accepts;
    int64_t gain;   /**< over the disagreement point, see dt_summary::scale */
    int64_t margin; /**< gain beyond what it needs: it accepts from 0 on, or above 0 */
    bool strict;    /**< it has to be above 0 */
} dt_opinion;

/** The smallest additions to a deal with which a side would accept it. */
typedef struct dt_addition {
    dt_code code; /**< the deal with the additions */
    bool in_zone; /**< everybody would accept it */
} dt_addition;

/** What keeps one side from accepting a deal, and what would win it. */
typedef struct dt_refusal {
    uint32_t side;
    uint64_t n_additions;         /**< how many smallest additions there are */
    uint32_t n_shown;             /**< of these, smallest first */
    const dt_addition *additions; /**< [n_shown] */
} dt_refusal;

/** What an actor that is not at the table could do to a deal. It undoes it by a move
 * after which a side that would accept the deal would not accept where things stand. */
typedef struct dt_spoiler {
    dt_actor_id actor;
    bool searched; /**< its moves were tried: they are not too many, and its order needs
                        no numbers of states */
    uint64_t n_could, n_would; /**< moves that would undo it; of these, such as the
                                  actor prefers to the deal */
    dt_code could, would;      /**< the first of each */
    uint32_t side; /**< who would not accept where things stand after `would`, or, when
                        there is none, after `could` */
} dt_spoiler;

/** A package that is judged. */
typedef struct dt_deal {
    dt_origin origin;
    const char *title; /**< of a proposed one, else NULL */
    dt_code code;
    bool on_table;      /**< it is a package: all that it changes is negotiable */
    bool feasible_step; /**< no one-way choice goes against its way */
    bool in_zone, efficient;
    uint32_t n_roles; /**< which solutions it is */
    const struct dt_role {
        dt_fair_kind kind;
        uint32_t disagreement;
        bool tied; /**< others are as good by the rule */
    } * roles;
    const dt_opinion *opinions;   /**< [n_voices] */
    const bool *signs, *ratifies; /**< [n_sides] */
    bool has_money_left; /**< all actors have values, and some package of the zone costs
                              none of them anything */
    int64_t money_left;  /**< the most that everybody could gain at once by another
                              package of the zone; 0: efficient up to ties */
    dt_code better;      /**< that package */
    uint32_t n_refusals;
    const dt_refusal *refusals;
    uint32_t n_spoilers; /**< actors with choices that are not at the table */
    const dt_spoiler *spoilers;
    const dt_local *hold; /**< whether it would hold; NULL: see hold_why */
    uint64_t harmless;    /**< bit a: actor a is not at the table, and the move that it
                               would make (the example of its first unstable verdict)
                               is no loss to any voice */
    const char *hold_why; /**< why that was not found out */
} dt_deal;

/** The price of one concession of one side. */
typedef struct dt_price {
    uint32_t side;
    dt_choice_id choice;
    uint32_t level;
    bool accompanied;    /**< no package with this concession alone would do, or the
                              rules leave none, so other changes of the same actor are
                              allowed, too */
    bool unwelcome;      /**< made alone, in the status quo, it would cost others at the
                              table something, and give none of them anything: a threat
                              rather than a concession */
    uint64_t n_packages; /**< packages that hold it */
    uint64_t n_sets;     /**< smallest sets of counter-concessions; 0: none would do */
    uint32_t n_shown;    /**< of these, smallest first */
    const dt_addition *sets; /**< [n_shown] */
    int64_t best;   /**< when none would do: the most that the voice below can have,
                         see dt_opinion::margin */
    uint32_t voice; /**< when none would do: the first that refuses all of the packages
                         (the actor itself, then who has a veto, then the others), or
                         ::DT_VOICE_ITSELF when no single one does */
} dt_price;

/** What one arena gives by itself. */
typedef struct dt_forum_view {
    const char *name, *label;  /**< "rest": choices in no arena */
    uint64_t n_packages, zone; /**< in which only its choices change */
    bool has_best;
    dt_code best;     /**< the Nash solution of its zone, the status quo left out */
    bool has_payment; /**< two actors with values, nothing but the status quo in the
                         zone, and money would do: ... */
    dt_code payable;  /**< of the packages by which one loses no more than the other
                           gains, the one with the largest joint gain ... */
    int64_t gain[2];  /**< ... what each gains by it; a payment by the one who gains of
                           at least what the other loses makes up for it */
} dt_forum_view;

/** What linking the arenas adds. */
typedef struct dt_linkage {
    uint32_t n_forums;
    const dt_forum_view *forums; /**< [n_forums] */
    uint64_t separable; /**< packages of the zone whose part in each arena would pass
                             there by itself */
    uint64_t linked;    /**< packages of the zone that need the link */
    uint32_t n_shown;
    const dt_code *shown; /**< [n_shown] of these, efficient ones first */
} dt_linkage;

/** The whole answer. */
typedef struct dt_summary {
    bool listed; /**< packages were listed; else merged issue by issue */
    uint64_t n_packages;
    int64_t scale; /**< worths are in millionths, divided by this */
    uint32_t n_voices, n_sides, n_disagreements, n_deals, n_prices;
    const dt_voice *voices;
    const dt_disagreement *disagreements; /**< the main one first: what the fallbacks
                                               are together; then each by itself, when
                                               there are several */
    const dt_deal *deals;                 /**< proposed ones first */
    const dt_price *prices;               /**< by side, choice and level */
    const dt_linkage *linkage;            /**< NULL unless asked for */
    const char *listed_why; /**< why many packages had to be listed: one clause; NULL:
                                 they were few, or merged */
    bool has_opposition;
    double opposition;    /**< least distance of a package from everybody's best, worths
                               as shares of each one's largest */
    const char *no_worth; /**< the first actor at the table without values, or NULL */
} dt_summary;

/** The analysis. Opaque; free with dt_deals_free(). */
typedef struct dt_deals dt_deals;

/**
 * @brief Win-sets, zone, frontier, fair deals, prices of concessions, linkage.
 *
 * @param[in]     model     borrowed for the life of the answer.
 * @param[in]     question  borrowed for the call.
 * @param[in,out] diags     receives findings; not NULL.
 * @param[out]    deals     the caller's; set on success only.
 * @return DT_OK (an empty zone is an answer); DT_EMODEL; DT_EUSAGE (no such type, no
 * such deal); DT_EAPPLY when the model has no status quo, nothing is negotiable, a
 *         voice ranks states by number, or `link` is asked for without arenas;
 * DT_ELIMIT when there are too many packages to list and values are not additive, or
 *         numbers too large to be compared exactly; DT_ESTOPPED; DT_ENOMEM.
 * @cost   linear in packages times voices, the frontier n log n for up to three actors;
 *         without a list: the partial frontiers of the issues.
 * @source Putnam 1988 (win-sets); Nash 1950; Kalai and Smorodinsky 1975; Raiffa 1953;
 *         Kung, Luccio and Preparata 1975 (frontier).
 * @oracle tests/oracle/haggle.c
 */
DT_API DT_MUST_USE dt_status dt_deals_new(const dt_model *model,
                                          const dt_deals_question *question,
                                          dt_diags *diags, dt_deals **deals,
                                          dt_error *err);

/** @brief Free the answer. Accepts NULL. */
DT_API void dt_deals_free(dt_deals *deals);

/** @brief The model. */
DT_API const dt_model *dt_deals_model(const dt_deals *deals);
/** @brief The cast. */
DT_API const dt_cast *dt_deals_cast(const dt_deals *deals);
/** @brief All of the answer; borrowed. */
DT_API const dt_summary *dt_deals_summary(const dt_deals *deals);

#ifdef __cplusplus
}
#endif

#endif
