/* See frame.h. */
#include "report/frame.h"

#include "base/threads.h"

#include <string.h>

uint32_t dt_frame_width(const dt_report_options *options)
{
    if (options->width == 0)
        return DT_WIDTH_DEFAULT;
    return options->width < DT_WIDTH_LEAST ? DT_WIDTH_LEAST : options->width;
}

uint32_t dt_frame_limit(const dt_report_options *options, uint32_t usual)
{
    if (options->unlimited)
        return UINT32_MAX;
    return options->limit ? options->limit : usual;
}

bool dt_frame_speaks_of(const dt_report_options *options, dt_state s)
{
    return !options->only || dt_bits_has(options->only, s);
}

void dt_frame_put_title(dt_out *out, const dt_ranks *ranks)
{
    dt_frame_put_title_of(out, ranks->space->model, &ranks->cast);
}

void dt_frame_put_title_of(dt_out *out, const dt_model *model, const dt_cast *cast)
{
    dt_put_format(out, "%s\n", dt_model_title(model));
    for (dt_actor_id a = 0; a < model->n_actors; a++)
        if (cast->type[a])
            dt_put_format(out, "with %s as: %s\n", dt_actor_label(model, a),
                          dt_actor_type_label(model, a, cast->type[a] - 1));
    dt_put(out, "\n");
}

void dt_frame_put_program(dt_json *json)
{
    dt_json_key(json, "program");
    dt_json_object_flat(json);
    dt_json_put_string(json, "name", "detente");
    dt_json_put_string(json, "version", dt_version());
    dt_json_end_object(json);
}

/* Who is of a type other than its plain self, if anybody is. */
static void put_cast(dt_json *json, const dt_model *model, const dt_cast *cast)
{
    bool typed = false;
    for (dt_actor_id a = 0; a < model->n_actors; a++)
        typed = typed || cast->type[a];
    if (!typed)
        return;
    dt_json_key(json, "as");
    dt_json_object(json);
    for (dt_actor_id a = 0; a < model->n_actors; a++)
        if (cast->type[a])
            dt_json_put_string(json, dt_actor_name(model, a),
                               dt_actor_type_name(model, a, cast->type[a] - 1));
    dt_json_end_object(json);
}

void dt_frame_put_model(dt_json *json, const dt_ranks *ranks)
{
    dt_frame_put_model_of(json, ranks->space->model, &ranks->cast);
}

void dt_frame_put_model_of(dt_json *json, const dt_model *model, const dt_cast *cast)
{
    dt_json_key(json, "model");
    dt_json_object(json);
    dt_json_put_string(json, "name", dt_model_title(model));
    dt_json_put_string(json, "file", dt_model_file(model));
    dt_json_put_string(json, "sha256", dt_model_hash(model));
    dt_json_end_object(json);
    put_cast(json, model, cast);
}

void dt_frame_put_json(dt_json *json, const dt_ranks *ranks)
{
    dt_frame_put_program(json);
    dt_frame_put_model(json, ranks);
}

void dt_frame_put_actors(dt_json *json, const dt_model *model)
{
    dt_json_key(json, "actors");
    dt_json_array(json);
    for (dt_actor_id a = 0; a < dt_model_n_actors(model); a++) {
        dt_json_object_flat(json);
        dt_json_put_string(json, "name", dt_actor_name(model, a));
        dt_json_put_string(json, "label", dt_actor_label(model, a));
        dt_json_end_object(json);
    }
    dt_json_end_array(json);
}

void dt_frame_put_set(dt_json *json, const dt_bits *set,
                      const dt_report_options *options)
{
    dt_json_array_flat(json);
    for (dt_state s = dt_bits_next(set, 0); s != DT_NO_STATE && dt_out_works(json->out);
         s = dt_bits_next(set, s + 1))
        if (dt_frame_speaks_of(options, s))
            dt_json_number(json, (uint64_t)s + 1);
    dt_json_end_array(json);
}

/* The value of a choice as JSON and CSV have it. */
static const char *value_of(const dt_space *space, dt_state s, dt_choice_id c)
{
    const uint32_t level = dt_space_level(space, s, c);
    return level == DT_LEVEL_ANY
               ? "-"
               : dt_choice_level_name(dt_space_model(space), c, level);
}

/* "us.relief", in place of what the text held; borrowed from it. */
static const char *name_of(const dt_model *model, dt_choice_id c, dt_text *text,
                           dt_out *out)
{
    dt_text_reset(text);
    dt_text_format(text, "%s.%s", dt_actor_name(model, dt_choice_actor(model, c)),
                   dt_choice_name(model, c));
    if (text->failed)
        out->status = DT_ENOMEM;
    return dt_text_string(text);
}

void dt_frame_put_choices(dt_json *json, const dt_space *space, dt_state s)
{
    const dt_model *const model = dt_space_model(space);
    dt_text name = {0};
    dt_json_object_flat(json);
    for (dt_choice_id c = 0; c < dt_model_n_choices(model); c++)
        dt_json_put_string(json, name_of(model, c, &name, json->out),
                           value_of(space, s, c));
    dt_json_end_object(json);
    dt_text_release(&name);
}

void dt_frame_put_changes(dt_json *json, const dt_model *model, dt_code from,
                          dt_code to)
{
    dt_text name = {0};
    dt_json_object_flat(json);
    for (dt_choice_id c = 0; c < dt_model_n_choices(model); c++) {
        const uint32_t level = dt_code_level(model, to, c);
        if (level != dt_code_level(model, from, c))
            dt_json_put_string(json, name_of(model, c, &name, json->out),
                               dt_choice_level_name(model, c, level));
    }
    dt_json_end_object(json);
    dt_text_release(&name);
}

void dt_frame_put_code(dt_json *json, const dt_model *model, dt_code code)
{
    dt_text name = {0};
    dt_json_object_flat(json);
    for (dt_choice_id c = 0; c < dt_model_n_choices(model); c++)
        dt_json_put_string(
            json, name_of(model, c, &name, json->out),
            dt_choice_level_name(model, c, dt_code_level(model, code, c)));
    dt_json_end_object(json);
    dt_text_release(&name);
}

void dt_frame_put_csv(dt_out *out, const char *field)
{
    if (!strpbrk(field, ",\"\n\r")) {
        dt_put(out, field);
        return;
    }
    dt_put(out, "\"");
    for (const char *c = field; *c; c++)
        dt_put_n(out, *c == '"' ? "\"\"" : c, *c == '"' ? 2 : 1);
    dt_put(out, "\"");
}

void dt_frame_put_csv_head(dt_out *out, const dt_model *model)
{
    dt_text name = {0};
    dt_put(out, "state");
    for (dt_choice_id c = 0; c < dt_model_n_choices(model); c++) {
        dt_put(out, ",");
        dt_frame_put_csv(out, name_of(model, c, &name, out));
    }
    dt_text_release(&name);
}

void dt_frame_put_csv_state(dt_out *out, const dt_space *space, dt_state s)
{
    const dt_model *const model = dt_space_model(space);
    dt_put_number(out, (uint64_t)s + 1);
    for (dt_choice_id c = 0; c < dt_model_n_choices(model); c++) {
        dt_put(out, ",");
        dt_frame_put_csv(out, value_of(space, s, c));
    }
}

void dt_frame_put_csv_provenance(dt_out *out, const dt_model *model)
{
    dt_put_format(out, ",detente %s sha256 %s\n", dt_version(), dt_model_hash(model));
}

uint32_t dt_frame_threads(const dt_space *space)
{
    return dt_threads_worth(space->limits.threads, space->n_cells);
}
