/**
 * @file
 * @brief Answers made to be read: words, tables, JSON, CSV, DOT.
 *
 * Every report begins with words, names the program's version and the model's hash, and
 * is the same, byte for byte, for the same input. docs/json.md describes the JSON.
 */
#ifndef DETENTE_REPORT_H
#define DETENTE_REPORT_H

#include <detente/deals.h>
#include <detente/equilibrium.h>
#include <detente/local.h>
#include <detente/points.h>
#include <detente/probe.h>
#include <detente/sink.h>
#include <detente/stability.h>

#ifdef __cplusplus
extern "C" {
#endif

/** In which form a report is written. */
typedef enum dt_form {
    DT_FORM_TEXT, /**< for people */
    DT_FORM_JSON, /**< the contract of docs/json.md */
    DT_FORM_CSV,  /**< a line for each state, for spreadsheets */
} dt_form;

/** How a report is written; zero means the default. */
typedef struct dt_report_options {
    dt_form form;
    uint32_t width;      /**< columns of the terminal, text only; default 80 */
    uint32_t limit;      /**< states shown, text only; default: what suits the report */
    bool unlimited;      /**< show all, whatever the limit */
    bool verbose;        /**< say how the answer was computed, too */
    bool matrix;         /**< solution, text: the verdicts of every actor */
    unsigned concepts;   /**< solution, text: bit c asks for equilibria under concept c
                              only; 0: all */
    const dt_bits *only; /**< states to speak of; NULL: all that matter; borrowed */
    const char *deal;    /**< deals, text: the one that was asked about; NULL: all */
} dt_report_options;

/** What dt_report_check() tells of. All borrowed. */
typedef struct dt_check {
    const char *file;      /**< the name of the model's file */
    const dt_diags *diags; /**< the findings; only JSON tells them, for text there is
                                dt_diags_write() */
    const dt_ranks *ranks; /**< NULL when the model is unsound: then text has nothing to
                                tell */
} dt_check;

/**
 * @brief Whether a model is sound, and what it contains.
 * @return DT_OK, DT_EUSAGE (no CSV of this), DT_ENOMEM, or what the sink answered.
 */
DT_API DT_MUST_USE dt_status dt_report_check(const dt_check *check,
                                             const dt_report_options *options,
                                             const dt_sink *sink, dt_error *err);

/**
 * @brief The feasible states, and how each actor ranks them.
 * @return as dt_report_check(); CSV as well.
 */
DT_API DT_MUST_USE dt_status dt_report_states(const dt_space *space,
                                              const dt_ranks *ranks,
                                              const dt_report_options *options,
                                              const dt_sink *sink, dt_error *err);

/**
 * @brief The equilibria: a sentence, the option table of the field, marks of concepts.
 *
 * More equilibria than fit are summarised as patterns, in which '-' stands for a choice
 * that does not matter, with the number of states each covers, largest first.
 *
 * @return as dt_report_states().
 */
DT_API DT_MUST_USE dt_status dt_report_solution(const dt_space *space,
                                                const dt_ranks *ranks,
                                                const dt_solution *solution,
                                                const dt_report_options *options,
                                                const dt_sink *sink, dt_error *err);

/**
 * @brief Why a state is stable or not, in the words of the options.
 * @return as dt_report_check().
 */
DT_API DT_MUST_USE dt_status dt_report_explanation(const dt_space *space,
                                                   const dt_ranks *ranks,
                                                   const dt_explanation *explanation,
                                                   const dt_report_options *options,
                                                   const dt_sink *sink, dt_error *err);

/**
 * @brief Whether one state would hold, actor by actor, without a number for any state.
 *
 * Of the options only the concepts, the form and the width matter.
 *
 * @return as dt_report_check().
 */
DT_API DT_MUST_USE dt_status dt_report_local(const dt_local *local,
                                             const dt_report_options *options,
                                             const dt_sink *sink, dt_error *err);

/**
 * @brief What each side can offer, and which deals would hold.
 *
 * The limit is that of each list: deals without a title, smallest sets for a
 * concession, additions to a deal. CSV has a line for each deal that was judged.
 *
 * @return DT_OK, DT_ENOMEM, or what the sink answered.
 */
DT_API DT_MUST_USE dt_status dt_report_deals(const dt_deals *deals,
                                             const dt_report_options *options,
                                             const dt_sink *sink, dt_error *err);

/**
 * @brief Who gets what when issues are divided by points, what is split, and why.
 *
 * Of the options only the form and the width matter. CSV has a line for each item.
 *
 * @return as dt_report_deals().
 */
DT_API DT_MUST_USE dt_status dt_report_points(const dt_points *points,
                                              const dt_report_options *options,
                                              const dt_sink *sink, dt_error *err);

/**
 * @brief What a game is, and its equilibria: who does what, what is believed, what it
 *        pays, which refinements it passes, and the verifier's figures.
 * @return as dt_report_check(); no CSV.
 */
DT_API DT_MUST_USE dt_status dt_report_game(const dt_play *play,
                                            const dt_report_options *options,
                                            const dt_sink *sink, dt_error *err);

/**
 * @brief Is the other side sincere: what to test first, what the signals say, what
 * would hold, how much trust is needed.
 * @return as dt_report_check(); no CSV.
 */
DT_API DT_MUST_USE dt_status dt_report_probe(const dt_probe *probe,
                                             const dt_report_options *options,
                                             const dt_sink *sink, dt_error *err);

/** Most states that dt_report_graph() draws. */
#define DT_GRAPH_STATES_MAX 2000u

/**
 * @brief The graph of moves in Graphviz's DOT language.
 *
 * States are nodes (a double ring: an equilibrium under some concept; bold: the status
 * quo), moves are arrows in the colour of their actor; a move that can be taken back is
 * one arrow with two heads.
 *
 * @param[in] solution  may be NULL: then no state is marked as an equilibrium.
 * @return DT_OK; DT_ELIMIT beyond ::DT_GRAPH_STATES_MAX states; DT_ENOMEM, or what the
 *         sink answered.
 */
DT_API DT_MUST_USE dt_status dt_report_graph(const dt_space *space,
                                             const dt_solution *solution,
                                             const dt_sink *sink, dt_error *err);

#ifdef __cplusplus
}
#endif

#endif
