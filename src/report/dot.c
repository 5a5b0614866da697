/* The graph of moves in Graphviz's DOT language.
 *
 * Actors have a colour and a dash pattern each, so that the picture survives print and
 * colour blindness (the colours are those of Okabe and Ito). */
#include "base/fail.h"
#include "base/text.h"
#include "report/frame.h"
#include "report/words.h"
#include "stability/solution.h"

static const char *const colours[] = {"#0072B2", "#D55E00", "#009E73", "#CC79A7",
                                      "#E69F00", "#56B4E9", "#000000"};
static const char *const dashes[] = {"solid", "dashed", "dotted", "bold"};

enum {
    N_COLOURS = sizeof colours / sizeof *colours,
    N_DASHES = sizeof dashes / sizeof *dashes,
};

/* A string of DOT: quotes and backslashes escaped. */
static void put_quoted(dt_out *out, const dt_text *text)
{
    dt_put(out, "\"");
    for (const char *c = dt_text_string(text); *c; c++) {
        if (*c == '"' || *c == '\\')
            dt_put(out, "\\");
        dt_put_n(out, c, 1);
    }
    dt_put(out, "\"");
    if (text->failed)
        out->status = DT_ENOMEM;
}

static bool is_equilibrium(const dt_solution *solution, dt_state s)
{
    for (uint32_t c = 0; solution && c < DT_N_CONCEPTS; c++)
        if (dt_bits_has(&solution->equilibria[c], s))
            return true;
    return false;
}

static void put_node(dt_out *out, const dt_space *space, const dt_solution *solution,
                     dt_state s)
{
    const dt_model *const model = space->model;
    dt_text words = {0};
    for (dt_actor_id a = 0; a < model->n_actors; a++) {
        if (model->actors[a].n_choices == 0)
            continue;
        dt_text_format(&words, "%s%s: ", words.n ? ". " : "", dt_actor_label(model, a));
        dt_words_actor_state(space, a, s, &words);
    }
    dt_put_format(out, "    %u [tooltip=", s + 1);
    put_quoted(out, &words);
    if (is_equilibrium(solution, s))
        dt_put(out, ", peripheries=2");
    if (s == space->status_quo)
        dt_put(out, ", style=bold, xlabel=\"status quo\"");
    dt_put(out, "];\n");
    dt_text_release(&words);
}

static bool contains(const dt_state *to, uint32_t n, dt_state s)
{
    for (uint32_t k = 0; k < n; k++)
        if (to[k] == s)
            return true;
    return false;
}

/* Arrows of one actor from one state; a pair that goes both ways is drawn once, from
 * the lower number. */
static void put_arrows(dt_out *out, const dt_space *space, dt_actor_id a, dt_state s,
                       dt_state *to, dt_state *back)
{
    const uint32_t n = dt_space_moves(space, a, s, to);
    for (uint32_t k = 0; k < n; k++) {
        const uint32_t n_back = dt_space_moves(space, a, to[k], back);
        const bool both = contains(back, n_back, s);
        if (both && to[k] < s)
            continue;
        dt_put_format(out, "    %u -> %u [color=\"%s\", style=%s%s];\n", s + 1,
                      to[k] + 1, colours[a % N_COLOURS],
                      dashes[a / N_COLOURS % N_DASHES], both ? ", dir=both" : "");
    }
}

static void put_legend(dt_out *out, const dt_model *model)
{
    dt_text text = {0};
    dt_text_format(&text, "%s", dt_model_title(model));
    for (dt_actor_id a = 0; a < model->n_actors; a++)
        dt_text_format(&text, "; %s: %s", dt_actor_label(model, a),
                       colours[a % N_COLOURS]);
    dt_put(out, "    label=");
    put_quoted(out, &text);
    dt_put(out, ";\n");
    dt_text_release(&text);
}

static void put_graph(dt_out *out, const dt_space *space, const dt_solution *solution,
                      dt_state *room)
{
    const dt_model *const model = space->model;
    dt_put_format(out, "// detente %s, model sha256 %s\n", dt_version(),
                  dt_model_hash(model));
    dt_put(out, "digraph conflict {\n    node [shape=circle];\n");
    put_legend(out, model);
    for (dt_state s = 0; s < space->n_states && dt_out_works(out); s++)
        put_node(out, space, solution, s);
    for (dt_actor_id a = 0; a < model->n_actors; a++)
        for (dt_state s = 0; s < space->n_states && dt_out_works(out); s++)
            put_arrows(out, space, a, s, room, room + space->n_states);
    dt_put(out, "}\n");
}

dt_status dt_report_graph(const dt_space *space, const dt_solution *solution,
                          const dt_sink *sink, dt_error *err)
{
    if (space->n_states > DT_GRAPH_STATES_MAX)
        return dt_fail(err, DT_ELIMIT,
                       "a graph of %u states is no picture: %u is the limit",
                       space->n_states, DT_GRAPH_STATES_MAX);
    dt_arena arena = {0};
    dt_out out = dt_out_to(sink);
    dt_state *const room =
        dt_arena_array(&arena, dt_state, 2 * (size_t)space->n_states);
    if (room)
        put_graph(&out, space, solution, room);
    dt_arena_release(&arena);
    const dt_status status = room ? dt_out_end(&out) : DT_ENOMEM;
    return status == DT_ENOMEM ? dt_fail_memory(err) : status;
}
