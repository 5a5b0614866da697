/**
 * @file
 * @brief Negotiation domains with profiles, of Genius (XML) and GeniusWeb (JSON).
 *
 * A scenario is one file that lists the issues and their values, and for each party one
 * file, its profile, with a weight for each issue and an evaluation of each value. It
 * becomes a model: the issues are choices of an actor `agenda` that wants nothing, each
 * party is an actor at the table whose worths are added up issue by issue, and without
 * agreement each has what its profile reserves. docs/language.md says how, word by
 * word.
 */
#ifndef DETENTE_SCENARIO_H
#define DETENTE_SCENARIO_H

#include <detente/model.h>
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Most profiles of a scenario. */
#define DT_MAX_PROFILES (DT_MAX_ACTORS - 1)

/**
 * How weights and evaluations of a Genius profile become a utility. Two conventions are
 * in use, and their answers differ.
 */
typedef enum dt_scale {
    DT_SCALE_DEFAULT, /**< as Genius does; in GeniusWeb utilities are scaled already */
    DT_SCALE_GENIUS, /**< sum of weight x evaluation / the issue's largest evaluation */
    DT_SCALE_RAW, /**< sum of weight x evaluation, over the party's largest such sum */
} dt_scale;

/** One file of a scenario. Borrowed; what is needed of it is copied. */
typedef struct dt_scenario_file {
    const char *name; /**< a path; "-" is standard input */
    const char *text; /**< [n] bytes, any; NULL: what the file `name` holds */
    size_t n;
} dt_scenario_file;

/** A domain and its profiles, all of Genius or all of GeniusWeb. */
typedef struct dt_scenario {
    /** The domain, or a GeniusWeb profile that contains it; no name: the first profile
     * contains it. */
    dt_scenario_file domain;
    const dt_scenario_file *profiles; /**< [n_profiles] */
    uint32_t n_profiles;              /**< 2 to #DT_MAX_PROFILES */
    dt_scale scale;                   /**< DT_SCALE_DEFAULT for GeniusWeb */
} dt_scenario;

/**
 * @brief Write a scenario as a text of the language, in canonical layout.
 *
 * Worth is 100 times the utility, rounded to six decimals; a comment on top and the
 * model's `source` say so, and how evaluations were scaled. The arithmetic is exact up
 * to that rounding.
 *
 * @param[in]     scenario  borrowed.
 * @param[in,out] diags     receives every finding, with places in the files; not NULL.
 * @param[in]     sink      where to; nothing is written unless all is well.
 * @param[out]    err       the failure in one line; may be NULL.
 * @return DT_OK; DT_EMODEL with at least one error in @p diags; DT_EUSAGE (too few
 *         profiles, or too many, files of both families, a scale for GeniusWeb);
 * DT_EIO, DT_ELIMIT, DT_ENOMEM, or what the sink answered.
 * @cost   linear in the length of the files, times 64.
 */
DT_API DT_MUST_USE dt_status dt_scenario_write(const dt_scenario *scenario,
                                               dt_diags *diags, const dt_sink *sink,
                                               dt_error *err);

/**
 * @brief Read a scenario as a model.
 *
 * The model's file is the domain's, its hash that of the text dt_scenario_write()
 * writes.
 *
 * @param[out] model  the caller's; set on success only.
 * @return as dt_scenario_write().
 */
DT_API DT_MUST_USE dt_status dt_scenario_load(const dt_scenario *scenario,
                                              dt_diags *diags, dt_model **model,
                                              dt_error *err);

#ifdef __cplusplus
}
#endif

#endif
