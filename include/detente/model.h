/**
 * @file
 * @brief A conflict: who is in it, what each can do, what each wants.
 *
 * A model is read from text and does not change afterwards; any number of threads
 * may use it. It is the first argument of everything else.
 *
 *     dt_diags *diags = dt_diags_new();
 *     dt_model *model = NULL;
 *     dt_error err;
 *     if (dt_model_load("elmira.conflict", diags, &model, &err) != DT_OK)
 *         ...  dt_diags_write() shows what is wrong with the model, err.text the rest
 *     dt_model_free(model);
 *     dt_diags_free(diags);
 */
#ifndef DETENTE_MODEL_H
#define DETENTE_MODEL_H

#include <detente/diags.h>
#include <detente/export.h>
#include <detente/status.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Most actors in a model. */
#define DT_MAX_ACTORS 64u
/** Most levels of an issue. */
#define DT_MAX_LEVELS 64u
/** Most bits that the choices of a model may take together (an option takes one). */
#define DT_MAX_BITS 62u

/** An actor's index, 0 <= a < dt_model_n_actors(), in the order of the model. */
typedef uint32_t dt_actor_id;
/** A choice's index, 0 <= c < dt_model_n_choices(), in the order of the model. */
typedef uint32_t dt_choice_id;

/** A finished conflict. Opaque; free with dt_model_free(). */
typedef struct dt_model dt_model;

/** A statement about states, bound to one model and owned by it. */
typedef struct dt_formula dt_formula;

/** In which direction a choice can be changed. */
typedef enum dt_way {
    DT_WAY_BOTH, /**< freely */
    DT_WAY_UP,   /**< no to yes, or to a later level, never back ("permanent") */
    DT_WAY_DOWN, /**< yes to no, or to an earlier level, never back */
} dt_way;

/** The text formats of a model. */
typedef enum dt_format {
    DT_FORMAT_CONFLICT, /**< the language, docs/language.md */
    DT_FORMAT_JSON,     /**< the whole model as JSON, docs/json.md */
    DT_FORMAT_GMCR,     /**< the files of GMCR+ and gmcr-py */
} dt_format;

/**
 * @brief Read a model from a file.
 *
 * The format follows from the name (`.json`, `.gmcr`, anything else the language);
 * "-" reads standard input and looks at the first character.
 *
 * @param[in]     path   file name.
 * @param[in,out] diags  receives every finding; not NULL.
 * @param[out]    model  the caller's; set on success only.
 * @param[out]    err    the failure in one line; may be NULL.
 * @return DT_OK; DT_EMODEL with at least one error in @p diags; DT_EIO, DT_ENOMEM.
 * @cost   linear in the length of the text.
 */
DT_API DT_MUST_USE dt_status dt_model_load(const char *path, dt_diags *diags,
                                           dt_model **model, dt_error *err);

/** A text in memory. Borrowed; what is needed of it is copied. */
typedef struct dt_input {
    const char *name; /**< what to call it in messages, such as a file name */
    const char *text; /**< [n] bytes, any */
    size_t n;
    dt_format format;
} dt_input;

/**
 * @brief Read a model from memory.
 * @param[in] input  the text.
 * @return as dt_model_load().
 */
DT_API DT_MUST_USE dt_status dt_model_parse(const dt_input *input, dt_diags *diags,
                                            dt_model **model, dt_error *err);

/**
 * @brief Write a text of the language in canonical layout.
 *
 * Comments and the order of statements stay; blanks, indentation and alignment become
 * the canonical ones. Formatting twice is formatting once. The names need not be sound,
 * but the text must be of the language.
 *
 * @param[in]     input  the text; its format must be DT_FORMAT_CONFLICT.
 * @param[in,out] diags  receives every finding; not NULL.
 * @param[in]     sink   where to; nothing is written unless all is well.
 * @return DT_OK, DT_EMODEL (see @p diags), DT_EUSAGE (another format), DT_ENOMEM, or
 * what the sink answered.
 */
DT_API DT_MUST_USE dt_status dt_format_text(const dt_input *input, dt_diags *diags,
                                            const dt_sink *sink, dt_error *err);

/**
 * @brief Write a model file in canonical layout: dt_format_text() on what it holds.
 * @param[in] path  file name; "-" reads standard input.
 * @return as dt_format_text(); also DT_EIO, and DT_EUSAGE for a file of another format.
 */
DT_API DT_MUST_USE dt_status dt_format_file(const char *path, dt_diags *diags,
                                            const dt_sink *sink, dt_error *err);

/**
 * @brief Write a model in another format.
 *
 * The language is written in canonical layout; comments of a model that was read from
 * the language are kept by dt_format_text(), not here. JSON is the whole model and
 * reads back as the same model.
 *
 * @param[in] format  DT_FORMAT_CONFLICT or DT_FORMAT_JSON.
 * @return DT_OK, DT_EUSAGE (a format that is only read), DT_ENOMEM, or what the sink
 *         answered.
 */
DT_API DT_MUST_USE dt_status dt_model_write(const dt_model *model, dt_format format,
                                            const dt_sink *sink, dt_error *err);

/** @brief Free the model and all that it owns. Accepts NULL. */
DT_API void dt_model_free(dt_model *model);

/**
 * @brief Read a formula in the words of a model, such as "us.relief and not talks".
 *
 * @param[in,out] model    gets the formula as a possession; no other thread may use
 *                         the model during the call.
 * @param[in]     text     NUL-terminated.
 * @param[out]    formula  borrowed from the model; set on success only.
 * @return DT_OK, DT_EMODEL (see @p diags), DT_ENOMEM.
 */
DT_API DT_MUST_USE dt_status dt_formula_read(dt_model *model, const char *text,
                                             dt_diags *diags,
                                             const dt_formula **formula, dt_error *err);

/** @brief The title, or the file's name when the model has none. */
DT_API const char *dt_model_title(const dt_model *model);
/** @brief The name under which the model was read. */
DT_API const char *dt_model_file(const dt_model *model);
/** @brief SHA-256 of the bytes that were read, 64 lower-case hex digits. */
DT_API const char *dt_model_hash(const dt_model *model);
/** @brief How many sources the model names. */
DT_API uint32_t dt_model_n_sources(const dt_model *model);
/** @brief Source @p k, 0 <= k < dt_model_n_sources(). */
DT_API const char *dt_model_source(const dt_model *model, uint32_t k);

/** @brief How many actors there are, at least 1. */
DT_API uint32_t dt_model_n_actors(const dt_model *model);
/** @brief The actor's identifier. */
DT_API const char *dt_actor_name(const dt_model *model, dt_actor_id a);
/** @brief The actor's label, or its identifier when it has none. */
DT_API const char *dt_actor_label(const dt_model *model, dt_actor_id a);
/** @brief How many types the actor declares, not counting its plain self. */
DT_API uint32_t dt_actor_n_types(const dt_model *model, dt_actor_id a);
/** @brief The identifier of type @p t of the actor, 0 <= t < dt_actor_n_types(). */
DT_API const char *dt_actor_type_name(const dt_model *model, dt_actor_id a, uint32_t t);
/** @brief The label of type @p t of the actor, or its identifier. */
DT_API const char *dt_actor_type_label(const dt_model *model, dt_actor_id a,
                                       uint32_t t);

/** @brief How many choices (options and issues) there are in all. */
DT_API uint32_t dt_model_n_choices(const dt_model *model);
/** @brief Who owns the choice. */
DT_API dt_actor_id dt_choice_actor(const dt_model *model, dt_choice_id c);
/** @brief The choice's identifier, without its actor. */
DT_API const char *dt_choice_name(const dt_model *model, dt_choice_id c);
/** @brief The choice's label, or its identifier when it has none. */
DT_API const char *dt_choice_label(const dt_model *model, dt_choice_id c);
/** @brief 2 for an option (no, yes), the number of levels for an issue. */
DT_API uint32_t dt_choice_n_levels(const dt_model *model, dt_choice_id c);
/** @brief True for an option, false for an issue. */
DT_API bool dt_choice_is_option(const dt_model *model, dt_choice_id c);
/** @brief The name of level @p l; "no" and "yes" for an option. */
DT_API const char *dt_choice_level_name(const dt_model *model, dt_choice_id c,
                                        uint32_t l);
/** @brief The label of level @p l, or its name. */
DT_API const char *dt_choice_level_label(const dt_model *model, dt_choice_id c,
                                         uint32_t l);
/** @brief In which direction the choice can be changed. */
DT_API dt_way dt_choice_way(const dt_model *model, dt_choice_id c);

/** @brief True when the actor sits at the table: all do where `table` is not said. */
DT_API bool dt_actor_has_seat(const dt_model *model, dt_actor_id a);
/** @brief True when the choice can be agreed on there. */
DT_API bool dt_choice_is_negotiable(const dt_model *model, dt_choice_id c);
/** @brief How many constituencies the actor has. */
DT_API uint32_t dt_actor_n_constituencies(const dt_model *model, dt_actor_id a);
/** @brief Constituency @p k of the actor, 0 <= k < dt_actor_n_constituencies(): its
 *         identifier, without its actor. */
DT_API const char *dt_actor_constituency_name(const dt_model *model, dt_actor_id a,
                                              uint32_t k);
/** @brief The label of constituency @p k of the actor, or its identifier. */
DT_API const char *dt_actor_constituency_label(const dt_model *model, dt_actor_id a,
                                               uint32_t k);
/** @brief How many fallbacks the model declares. */
DT_API uint32_t dt_model_n_fallbacks(const dt_model *model);
/** @brief The identifier of fallback @p k, 0 <= k < dt_model_n_fallbacks(). */
DT_API const char *dt_model_fallback_name(const dt_model *model, uint32_t k);
/** @brief The label of fallback @p k, or its identifier. */
DT_API const char *dt_model_fallback_label(const dt_model *model, uint32_t k);
/** @brief How many deals the model proposes. */
DT_API uint32_t dt_model_n_deals(const dt_model *model);
/** @brief The title of deal @p k, 0 <= k < dt_model_n_deals(). */
DT_API const char *dt_model_deal(const dt_model *model, uint32_t k);
/** @brief How many arenas the model has. */
DT_API uint32_t dt_model_n_arenas(const dt_model *model);
/** @brief The identifier of arena @p k, 0 <= k < dt_model_n_arenas(). */
DT_API const char *dt_model_arena_name(const dt_model *model, uint32_t k);
/** @brief The label of arena @p k, or its identifier. */
DT_API const char *dt_model_arena_label(const dt_model *model, uint32_t k);

/** @brief True when the model says how likely the types of the actor are, at one of
 *         them or in a joint table. */
DT_API bool dt_actor_has_priors(const dt_model *model, dt_actor_id a);
/** @brief How likely type @p t of the actor, 0 <= t < dt_actor_n_types(), is before
 *         anything was seen: the double nearest to the decimal, 0 where none stands. */
DT_API double dt_actor_type_prior(const dt_model *model, dt_actor_id a, uint32_t t);
/** @brief The same of the actor's plain self: what its types leave of 1. */
DT_API double dt_actor_plain_prior(const dt_model *model, dt_actor_id a);
/** @brief How many tests the model declares. */
DT_API uint32_t dt_model_n_tests(const dt_model *model);
/** @brief The identifier of test @p k, 0 <= k < dt_model_n_tests(). */
DT_API const char *dt_model_test_name(const dt_model *model, uint32_t k);
/** @brief The label of test @p k, or its identifier. */
DT_API const char *dt_model_test_label(const dt_model *model, uint32_t k);
/** @brief Who makes test @p k. */
DT_API dt_actor_id dt_model_test_actor(const dt_model *model, uint32_t k);
/** @brief Who answers test @p k, and is tested. */
DT_API dt_actor_id dt_model_test_answerer(const dt_model *model, uint32_t k);
/** @brief How many signals the model records. */
DT_API uint32_t dt_model_n_signals(const dt_model *model);
/** @brief The text of signal @p k, 0 <= k < dt_model_n_signals(), in the order of the
 *         model. */
DT_API const char *dt_model_signal(const dt_model *model, uint32_t k);
/** @brief Who gave signal @p k. */
DT_API dt_actor_id dt_model_signal_actor(const dt_model *model, uint32_t k);
/** @brief The day of signal @p k as 10000 x year + 100 x month + day; 0 when none was
 *         given: it is that of the signal before it. */
DT_API uint32_t dt_model_signal_day(const dt_model *model, uint32_t k);
/** @brief How many questions of trust the model asks. */
DT_API uint32_t dt_model_n_trusts(const dt_model *model);
/** @brief The identifier of question of trust @p k, 0 <= k < dt_model_n_trusts(). */
DT_API const char *dt_model_trust_name(const dt_model *model, uint32_t k);
/** @brief The label of question of trust @p k, or its identifier. */
DT_API const char *dt_model_trust_label(const dt_model *model, uint32_t k);

#ifdef __cplusplus
}
#endif

#endif
