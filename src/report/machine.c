/* See machine.h. Arrays are streamed: memory does not grow with the number of states.
 */
#include "report/machine.h"

#include "base/diags.h"
#include "report/frame.h"
#include "stability/solution.h"

/* ---- JSON ------------------------------------------------------------------- */

static void put_status_quo(dt_json *json, const dt_space *space)
{
    dt_json_key(json, "status_quo");
    if (dt_space_status_quo(space) == DT_NO_STATE)
        dt_json_null(json);
    else
        dt_json_number(json, (uint64_t)dt_space_status_quo(space) + 1);
}

static void put_choice(dt_json *json, const dt_model *model, dt_choice_id c)
{
    static const char *const ways[] = {"both", "up", "down"};
    dt_json_object_flat(json);
    dt_json_put_string(json, "actor", dt_actor_name(model, dt_choice_actor(model, c)));
    dt_json_put_string(json, "name", dt_choice_name(model, c));
    dt_json_put_string(json, "label", dt_choice_label(model, c));
    dt_json_put_string(json, "kind",
                       dt_choice_is_option(model, c) ? "option" : "issue");
    dt_json_put_string(json, "way", ways[dt_choice_way(model, c)]);
    dt_json_key(json, "levels");
    dt_json_array(json);
    for (uint32_t l = 0; l < dt_choice_n_levels(model, c); l++)
        dt_json_string(json, dt_choice_level_name(model, c, l));
    dt_json_end_array(json);
    dt_json_end_object(json);
}

static void put_actor(dt_json *json, const dt_ranks *ranks, dt_actor_id a)
{
    const dt_model *const model = ranks->space->model;
    dt_json_object_flat(json);
    dt_json_put_string(json, "name", dt_actor_name(model, a));
    dt_json_put_string(json, "label", dt_actor_label(model, a));
    dt_json_put_number(json, "tiers", dt_ranks_n_tiers(ranks, a));
    dt_json_key(json, "types");
    dt_json_array(json);
    for (uint32_t t = 0; t < dt_actor_n_types(model, a); t++)
        dt_json_string(json, dt_actor_type_name(model, a, t));
    dt_json_end_array(json);
    dt_json_end_object(json);
}

/* What a sound model contains. */
static void put_content(dt_json *json, const dt_ranks *ranks)
{
    const dt_model *const model = ranks->space->model;
    dt_frame_put_model(json, ranks);
    dt_json_key(json, "actors");
    dt_json_array(json);
    for (dt_actor_id a = 0; a < model->n_actors; a++)
        put_actor(json, ranks, a);
    dt_json_end_array(json);
    dt_json_key(json, "choices");
    dt_json_array(json);
    for (dt_choice_id c = 0; c < model->n_choices; c++)
        put_choice(json, model, c);
    dt_json_end_array(json);
    dt_json_put_number(json, "n_states", ranks->space->n_states);
    put_status_quo(json, ranks->space);
}

/* How the states are stored, and what memory they take. */
static void put_store(dt_json *json, const dt_space *space)
{
    dt_json_key(json, "store");
    dt_json_object_flat(json);
    dt_json_put_string(json, "kind", space->is_dense ? "dense" : "sparse");
    dt_json_put_string(json, "why", dt_space_store_why(space));
    dt_json_put_number(json, "bits", space->model->n_bits);
    dt_json_end_object(json);
    dt_json_key(json, "memory");
    dt_json_object_flat(json);
    dt_json_put_number(json, "states", dt_space_memory(space));
    dt_json_put_number(json, "solve", dt_solve_memory(space, NULL));
    dt_json_put_number(json, "threads", dt_frame_threads(space));
    dt_json_end_object(json);
}

void dt_machine_put_check_json(dt_out *out, const dt_check *check, bool verbose)
{
    dt_json json = dt_json_to(out);
    dt_json_object(&json);
    dt_frame_put_program(&json);
    dt_json_put_string(&json, "file", check->file);
    dt_json_key(&json, "sound");
    dt_json_bool(&json, check->ranks);
    dt_json_key(&json, "findings");
    dt_diags_put_json(check->diags, &json);
    if (check->ranks)
        put_content(&json, check->ranks);
    if (check->ranks && verbose)
        put_store(&json, check->ranks->space);
    dt_json_end_object(&json);
}

static void put_states(dt_json *json, const dt_space *space, const dt_ranks *ranks,
                       const dt_report_options *options, bool with_ranks)
{
    dt_json_key(json, "states");
    dt_json_array(json);
    for (dt_state s = 0; s < space->n_states && dt_out_works(json->out); s++) {
        if (!dt_frame_speaks_of(options, s))
            continue;
        dt_json_object_flat(json);
        dt_json_put_number(json, "number", (uint64_t)s + 1);
        dt_json_key(json, "choices");
        dt_frame_put_choices(json, space, s);
        if (with_ranks) {
            dt_json_key(json, "rank");
            dt_json_object_flat(json);
            for (dt_actor_id a = 0; a < space->model->n_actors; a++)
                dt_json_put_number(json, dt_actor_name(space->model, a),
                                   dt_ranks_n_tiers(ranks, a) -
                                       dt_ranks_at(ranks, a, s));
            dt_json_end_object(json);
        }
        dt_json_end_object(json);
    }
    dt_json_end_array(json);
}

void dt_machine_put_states_json(dt_out *out, const dt_space *space,
                                const dt_ranks *ranks, const dt_report_options *options)
{
    dt_json json = dt_json_to(out);
    dt_json_object(&json);
    dt_frame_put_json(&json, ranks);
    dt_frame_put_actors(&json, space->model);
    put_status_quo(&json, space);
    put_states(&json, space, ranks, options, true);
    dt_json_end_object(&json);
}

void dt_machine_put_solution_json(dt_out *out, const dt_space *space,
                                  const dt_ranks *ranks, const dt_solution *solution,
                                  const dt_report_options *options)
{
    dt_json json = dt_json_to(out);
    dt_json_object(&json);
    dt_frame_put_json(&json, ranks);
    dt_json_put_string(&json, "engine",
                       solution->engine == DT_ENGINE_SWEEPS ? "sweeps" : "definition");
    dt_frame_put_actors(&json, space->model);
    put_status_quo(&json, space);
    put_states(&json, space, ranks, options, false);
    dt_json_key(&json, "stable");
    dt_json_object(&json);
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
        dt_json_key(&json, dt_concept_name((dt_concept)c));
        dt_json_object(&json);
        for (dt_actor_id a = 0; a < space->model->n_actors; a++) {
            dt_json_key(&json, dt_actor_name(space->model, a));
            dt_frame_put_set(&json, &solution->stable[c][a], options);
        }
        dt_json_end_object(&json);
    }
    dt_json_end_object(&json);
    dt_json_key(&json, "equilibria");
    dt_json_object(&json);
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
        dt_json_key(&json, dt_concept_name((dt_concept)c));
        dt_frame_put_set(&json, &solution->equilibria[c], options);
    }
    dt_json_end_object(&json);
    dt_json_end_object(&json);
}

static void put_answer(dt_json *json, const dt_model *model, const dt_answer *answer)
{
    dt_json_object_flat(json);
    dt_json_key(json, "deters");
    dt_json_bool(json, answer->deters);
    dt_json_key(json, "steps");
    dt_json_array(json);
    for (uint32_t k = 0; k < answer->n_steps; k++) {
        dt_json_object(json);
        dt_json_put_string(json, "mover", dt_actor_name(model, answer->steps[k].mover));
        dt_json_put_number(json, "from", (uint64_t)answer->steps[k].from + 1);
        dt_json_put_number(json, "to", (uint64_t)answer->steps[k].to + 1);
        dt_json_end_object(json);
    }
    dt_json_end_array(json);
    dt_json_key(json, "escape");
    if (answer->escape == DT_NO_STATE)
        dt_json_null(json);
    else
        dt_json_number(json, (uint64_t)answer->escape + 1);
    dt_json_end_object(json);
}

static void put_reasons(dt_json *json, const dt_model *model, dt_actor_id a,
                        const dt_actor_reasons *reasons)
{
    dt_json_object(json);
    dt_json_put_string(json, "actor", dt_actor_name(model, a));
    dt_json_put_number(json, "moves", reasons->n_moves);
    dt_json_put_number(json, "improvements", reasons->n_improvements);
    dt_json_key(json, "stable");
    dt_json_object_flat(json);
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
        dt_json_key(json, dt_concept_name((dt_concept)c));
        dt_json_bool(json, reasons->stable[c]);
    }
    dt_json_end_object(json);
    dt_json_key(json, "reasons");
    dt_json_array(json);
    for (uint32_t k = 0; k < reasons->n_reasons; k++) {
        dt_json_object(json);
        dt_json_put_number(json, "to", (uint64_t)reasons->reasons[k].to + 1);
        for (uint32_t c = DT_NASH + 1; c < DT_N_CONCEPTS; c++) {
            dt_json_key(json, dt_concept_name((dt_concept)c));
            put_answer(json, model, &reasons->reasons[k].answer[c]);
        }
        dt_json_end_object(json);
    }
    dt_json_end_array(json);
    dt_json_end_object(json);
}

void dt_machine_put_explanation_json(dt_out *out, const dt_ranks *ranks,
                                     const dt_explanation *explanation)
{
    const dt_space *const space = ranks->space;
    const dt_state s = dt_explanation_state(explanation);
    dt_json json = dt_json_to(out);
    dt_json_object(&json);
    dt_frame_put_json(&json, ranks);
    dt_json_put_number(&json, "state", (uint64_t)s + 1);
    dt_json_key(&json, "choices");
    dt_frame_put_choices(&json, space, s);
    dt_json_key(&json, "actors");
    dt_json_array(&json);
    for (dt_actor_id a = 0; a < space->model->n_actors; a++)
        put_reasons(&json, space->model, a, dt_explanation_actor(explanation, a));
    dt_json_end_array(&json);
    dt_json_end_object(&json);
}

/* ---- CSV -------------------------------------------------------------------- */

void dt_machine_put_states_csv(dt_out *out, const dt_space *space,
                               const dt_ranks *ranks, const dt_report_options *options)
{
    const dt_model *const model = space->model;
    dt_frame_put_csv_head(out, model);
    for (dt_actor_id a = 0; a < model->n_actors; a++)
        dt_put_format(out, ",rank.%s", dt_actor_name(model, a));
    dt_frame_put_csv_provenance(out, model);
    for (dt_state s = 0; s < space->n_states && dt_out_works(out); s++) {
        if (!dt_frame_speaks_of(options, s))
            continue;
        dt_frame_put_csv_state(out, space, s);
        for (dt_actor_id a = 0; a < model->n_actors; a++) {
            dt_put(out, ",");
            dt_put_number(out, dt_ranks_n_tiers(ranks, a) - dt_ranks_at(ranks, a, s));
        }
        dt_put(out, ",\n");
    }
}

static void put_verdicts(dt_out *out, const dt_space *space,
                         const dt_solution *solution, dt_state s)
{
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
        for (dt_actor_id a = 0; a < space->model->n_actors; a++)
            dt_put(out, dt_bits_has(&solution->stable[c][a], s) ? ",1" : ",0");
        dt_put(out, dt_bits_has(&solution->equilibria[c], s) ? ",1" : ",0");
    }
}

void dt_machine_put_solution_csv(dt_out *out, const dt_space *space,
                                 const dt_solution *solution,
                                 const dt_report_options *options)
{
    const dt_model *const model = space->model;
    dt_frame_put_csv_head(out, model);
    for (uint32_t c = 0; c < DT_N_CONCEPTS; c++) {
        for (dt_actor_id a = 0; a < model->n_actors; a++)
            dt_put_format(out, ",%s.%s", dt_concept_name((dt_concept)c),
                          dt_actor_name(model, a));
        dt_put_format(out, ",%s", dt_concept_name((dt_concept)c));
    }
    dt_frame_put_csv_provenance(out, model);
    for (dt_state s = 0; s < space->n_states && dt_out_works(out); s++) {
        if (!dt_frame_speaks_of(options, s))
            continue;
        dt_frame_put_csv_state(out, space, s);
        put_verdicts(out, space, solution, s);
        dt_put(out, ",\n");
    }
}
