/**
 * @file
 * @brief Dividing issues between two by points: the procedure Adjusted Winner.
 *
 * The *items* are the negotiable choices of a model. Each party says in points, 100 in
 * all, how much it cares to have its own way with each. An item goes to whoever gave it
 * more; then the one who is ahead hands items over, those first that cost it least for
 * what they bring the other, until both have equally many points. At most one item has
 * to be split. The outcome is efficient (no other division is better for one and no
 * worse for the other), equitable (both have equally many points) and envy-free
 * (neither would rather have the other's part): for points that are added up, and
 * given sincerely.
 *
 * A party's way with an item is the level that is worth most to it (of several, that
 * which is worth most to the other; then the status quo), its points what that is worth
 * more than the other's way. A choice that matters to neither is no item. Levels in
 * between are not looked at: a split item has still to be given a meaning by the
 * parties, or a draw.
 */
#ifndef DETENTE_POINTS_H
#define DETENTE_POINTS_H

#include <detente/space.h>

#ifdef __cplusplus
extern "C" {
#endif

/** An exact fraction in lowest terms: n / d, d > 0. */
typedef struct dt_ratio {
    int64_t n, d;
} dt_ratio;

/** No item. */
#define DT_NO_ITEM UINT32_MAX

/** A negotiable choice that matters to a party. */
typedef struct dt_item {
    dt_choice_id choice;
    uint32_t level[2]; /**< what each party wants of it */
    bool contested;    /**< they want different levels; else nothing below is set */
    bool tied;         /**< both gave it equally many points */
    bool moved;        /**< the leader handed it over, or a part of it */
    uint32_t winner;   /**< who had it before that: 0 or 1 */
    dt_ratio points[2];
    dt_ratio share[2]; /**< who has how much of it in the end; 1 in all */
} dt_item;

/** Who gets what. All points are scaled to 100 for each party. */
typedef struct dt_division {
    dt_actor_id party[2]; /**< in the order of the model */
    dt_ratio total[2];    /**< what all contested items are worth to each, in the units
                               of its values: 100 when nothing had to be scaled */
    uint32_t n_items, n_contested, n_tied;
    const dt_item *items; /**< [n_items], in the order of the model */
    dt_ratio won[2];      /**< the points that each won, without tied items */
    uint32_t leader;      /**< who is ahead then; the first if nobody is */
    dt_ratio initial[2];  /**< with the tied items, which all go to the leader */
    uint32_t split;       /**< the item that is split, or ::DT_NO_ITEM */
    dt_ratio final[2];    /**< the points of each in the end */
    bool efficient, equitable, envy_free; /**< checked on the outcome, not assumed */
} dt_division;

/** A division with its model. Opaque; free with dt_points_free(). */
typedef struct dt_points dt_points;

/**
 * @brief Divide the negotiable choices of a model between the two at its table.
 *
 * A party that has no values of its own has those of its constituencies, by the mean of
 * their weights. When both have won equally many points, tied items go to the first
 * party, and are handed over as need be. Items that cost the leader the same for what
 * they bring are handed over in the order of the model.
 *
 * @param[in]  model   borrowed for the life of the answer.
 * @param[in]  cast    who is of which type; copied.
 * @param[out] points  the caller's; set on success only.
 * @return DT_OK; DT_EUSAGE (no such type); DT_EAPPLY when the model has no status quo,
 *         nothing is negotiable, there are not two parties at the table, one has no
 *         values, values are not additive by choice, rules tie negotiable choices
 *         together, or nothing is contested; DT_ELIMIT when fractions do not fit 64
 *         bits; DT_ENOMEM. The text says which, of whom or what.
 * @cost   n log n to n^2 for n items; all is exact.
 * @source Brams and Taylor 1996, Fair Division, chapter 4.
 * @oracle tests/prop/points.c
 */
DT_API DT_MUST_USE dt_status dt_points_new(const dt_model *model, const dt_cast *cast,
                                           dt_points **points, dt_error *err);

/** @brief Free the answer. Accepts NULL. */
DT_API void dt_points_free(dt_points *points);

/** @brief The model. */
DT_API const dt_model *dt_points_model(const dt_points *points);
/** @brief The cast. */
DT_API const dt_cast *dt_points_cast(const dt_points *points);
/** @brief Who gets what; borrowed. */
DT_API const dt_division *dt_points_division(const dt_points *points);

#ifdef __cplusplus
}
#endif

#endif
