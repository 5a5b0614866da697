/**
 * @file
 * @brief Which of several packages is the fair one: five answers of the literature.
 *
 * Write u for what a package is worth to a party, d for what the party has if the talks
 * fail, and g = u - d for its gain. All answers are looked for among the packages on
 * the frontier, those that cannot be made better for one party without being made worse
 * for another, that leave nobody worse off than without an agreement.
 */
#ifndef DETENTE_FAIR_H
#define DETENTE_FAIR_H

#include <detente/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The solutions: constant, name in JSON and on the command line, full name, the rule in
 * words behind "the package where", source.
 */
#define DT_FAIRS(X)                                                                    \
    X(DT_FAIR_NASH, "nash", "Nash bargaining", "the product of all gains is greatest", \
      "Nash 1950")                                                                     \
    X(DT_FAIR_KALAI, "kalai-smorodinsky", "Kalai-Smorodinsky",                         \
      "the smallest gain is greatest, each gain as a share of the most that the "      \
      "party "                                                                         \
      "could gain",                                                                    \
      "Kalai and Smorodinsky 1975; Imai 1983")                                         \
    X(DT_FAIR_EGAL, "egalitarian", "egalitarian", "the smallest gain is greatest",     \
      "Kalai 1977; Imai 1983")                                                         \
    X(DT_FAIR_UTIL, "utilitarian", "utilitarian",                                      \
      "the sum of what it is worth to all is greatest", "Harsanyi 1955")               \
    X(DT_FAIR_RAIFFA, "raiffa", "Raiffa",                                              \
      "all come closest to where fair steps lead, each of which takes the mean of "    \
      "what every party would pick",                                                   \
      "Raiffa 1953")

/** A solution. */
typedef enum dt_fair_kind {
#define DT_FAIR_ID(id, name, full, words, source) id,
    DT_FAIRS(DT_FAIR_ID)
#undef DT_FAIR_ID
        DT_N_FAIR
} dt_fair_kind;

/** @brief The name of a solution, such as "nash". */
DT_API const char *dt_fair_name(dt_fair_kind kind);
/** @brief The full name of a solution, such as "Kalai-Smorodinsky". */
DT_API const char *dt_fair_full_name(dt_fair_kind kind);
/** @brief The rule in words, behind "the package where". */
DT_API const char *dt_fair_words(dt_fair_kind kind);
/** @brief Who proposed the solution. */
DT_API const char *dt_fair_source(dt_fair_kind kind);

#ifdef __cplusplus
}
#endif

#endif
