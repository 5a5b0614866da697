/* Reading `.efg`: a prologue, then the nodes in prefix order, each with its information
 * set and outcome, which are described where they first occur and may be described
 * again.
 *
 * The reader goes along one word after the other (scan.h) and puts the game together
 * (game.h). What makes no sense of the words that follow ends it; a wrong number or a
 * description that differs is reported, and reading goes on. The path from the root to
 * the node in hand is a list of how many children each node still lacks: the tree is
 * complete when the list is empty, and nothing is called recursively.
 *
 * Numbers are kept as they were written. They are compared, and added to 1, exactly.
 *
 * Source: Gambit project, "The extensive game (.efg) file format". */
#include "games/efg.h"

#include "base/fail.h"
#include "formats/formats.h"

#include <stdio.h>
#include <string.h>

enum { MOST_NODES = 1 << 26, MOST_PLAYERS = 1024, MOST_BITS = 1 << 14, SHOWN = 40 };

/* A node on the path, and how many children it still lacks. */
typedef struct branch {
    dt_span where;
    uint32_t n, left;
} branch;

static bool keep_place(dt_efg *r, dt_list *places, dt_span where)
{
    dt_span *const place = dt_list_add(places, &r->arena, sizeof *place);
    if (place)
        *place = where;
    r->lost = r->lost || !place;
    return place;
}

/* ---- The prologue -----------------------------------------------------------------
 */

static bool read_first_line(dt_efg *r)
{
    dt_scan word;
    if (!dt_efg_is_word(&r->at, "EFG")) {
        dt_report(r->diags, DT_FINDING_efg, dt_scan_span(&r->at),
                  "this is no game file: it does not begin with 'EFG'");
        if (dt_efg_is_word(&r->at, "NFG"))
            dt_report_help(r->diags, "a table of payoffs ('NFG') has no tree to read");
        return false;
    }
    dt_scan_next(&r->at);
    if (!dt_efg_is_word(&r->at, "2"))
        return dt_efg_expected(r, "'2', the version of the format");
    dt_scan_next(&r->at);
    if (!dt_efg_take(r, DT_SCAN_ATOM, "'R'", &word))
        return false;
    if (!dt_efg_is_word(&word, "R") && !dt_efg_is_word(&word, "D")) {
        dt_report(r->diags, dt_efg_lax(r), dt_scan_span(&word),
                  "here stands 'R', or 'D' in old files");
    }
    return true;
}

static bool read_players(dt_efg *r)
{
    if (!dt_efg_read_list(r, DT_EFG_NAMES, "'{' and the players"))
        return false;
    if (r->items.n == 0)
        dt_report(r->diags, DT_FINDING_efg, r->list, "there is no player");
    if (r->items.n > MOST_PLAYERS)
        dt_report(r->diags, DT_FINDING_limit, r->list,
                  "%zu players are listed, and %d is the limit", r->items.n,
                  MOST_PLAYERS);
    if (r->items.n == 0 || r->items.n > MOST_PLAYERS)
        return false;
    dt_efg_check_labels(r, "player");
    for (size_t k = 0; k < r->items.n; k++)
        if (dt_game_add_player(r->game, dt_efg_text(r, &dt_efg_item(r, k)->name)) ==
            DT_NONE)
            r->lost = true;
    return !r->lost;
}

static const char *keep(dt_efg *r, const char *text)
{
    const char *const copy = dt_arena_copy(&r->game->arena, text, strlen(text));
    r->lost = r->lost || !copy;
    return copy;
}

static bool read_prologue(dt_efg *r)
{
    dt_scan word;
    if (!read_first_line(r) ||
        !dt_efg_take(r, DT_SCAN_STRING, "the title, a string", &word))
        return false;
    r->game->title = keep(r, dt_efg_text(r, &word));
    if (!read_players(r))
        return false;
    if (r->at.kind == DT_SCAN_STRING) {
        r->game->comment = keep(r, dt_efg_text(r, &r->at));
        dt_scan_next(&r->at);
    }
    return !r->lost;
}

/* ---- Information sets -------------------------------------------------------------
 */

/* "information set 2 of player 1", for messages. */
typedef struct set_name {
    char text[64];
} set_name;

static set_name name_set(uint32_t player, uint32_t number)
{
    set_name name;
    if (player == DT_CHANCE)
        snprintf(name.text, sizeof name.text, "set %u of chance", number);
    else
        snprintf(name.text, sizeof name.text, "information set %u of player %u", number,
                 player + 1);
    return name;
}

static void report_sum(dt_efg *r)
{
    const char *const sum = dt_ratio_text(&r->arena, r->sum);
    if (sum && strlen(sum) <= SHOWN)
        dt_report(r->diags, DT_FINDING_probability, r->list,
                  "these probabilities are %s together, not 1", sum);
    else
        dt_report(r->diags, DT_FINDING_probability, r->list,
                  "these probabilities are about %.17g together, not exactly 1",
                  dt_ratio_double(r->sum));
}

/* The probabilities of chance: none negative, together 1. */
static void check_chance(dt_efg *r)
{
    bool sound = true;
    mpq_set_ui(r->sum, 0, 1);
    for (size_t k = 0; k < r->items.n && sound; k++) {
        const dt_scan *const word = &dt_efg_item(r, k)->number;
        sound = dt_efg_read_number(r, word, r->one);
        mpq_add(r->sum, r->sum, r->one);
        if (mpq_sgn(r->one) < 0)
            dt_report(r->diags, DT_FINDING_probability, dt_scan_span(word),
                      "a probability cannot be negative");
        sound = sound && mpq_sgn(r->one) >= 0;
        if (sound && mpz_sizeinbase(mpq_denref(r->sum), 2) > MOST_BITS) {
            dt_report(r->diags, DT_FINDING_limit, dt_scan_span(word),
                      "the common denominator of these probabilities is too large");
            sound = false;
        }
    }
    if (sound && mpq_cmp_ui(r->sum, 1, 1) != 0)
        report_sum(r);
}

static bool set_actions(dt_efg *r, uint32_t set, bool chance)
{
    for (uint32_t k = 0; k < r->items.n && !r->lost; k++) {
        const dt_efg_words *const it = dt_efg_item(r, k);
        dt_text_reset(&r->numbers);
        if (chance)
            dt_efg_add_number(r, &it->number);
        r->lost = r->numbers.failed ||
                  !dt_game_set_action(r->game, set, k, dt_efg_text(r, &it->name),
                                      chance ? dt_text_string(&r->numbers) : NULL) ||
                  r->lost;
    }
    return !r->lost;
}

/* A set that is described for the first time: its label, and r->items. */
static bool make_set(dt_efg *r, uint32_t player, uint32_t number, const dt_scan *label,
                     uint32_t *set)
{
    const uint64_t key = (uint64_t)player << 32 | number;
    if (r->items.n == 0) {
        dt_report(r->diags, DT_FINDING_efg, r->list, "%s has no action",
                  name_set(player, number).text);
        return false;
    }
    dt_efg_check_labels(r, "action");
    if (player == DT_CHANCE)
        check_chance(r);
    *set = dt_game_add_set(r->game, player, number, dt_efg_text(r, label),
                           (uint32_t)r->items.n);
    r->lost = r->lost || *set == DT_NONE ||
              !dt_lookup_add(&r->sets, &r->arena, key, *set) ||
              !keep_place(r, &r->set_places, r->list);
    return !r->lost && set_actions(r, *set, player == DT_CHANCE);
}

/* True, and reported, when what stands here differs from what was said before. */
static bool differs(dt_efg *r, bool same, const dt_scan *word, const char *what,
                    dt_span before)
{
    if (same)
        return false;
    dt_report(r->diags, DT_FINDING_efg, dt_scan_span(word),
              "this is not what %s was described with before", what);
    dt_report_note(r->diags, before, "the first description is here");
    return true;
}

static void compare_actions(dt_efg *r, const dt_set *set, const char *name,
                            dt_span before)
{
    for (uint32_t k = 0; k < set->n_actions; k++) {
        const dt_action *const action = &r->game->actions[set->first_action + k];
        const dt_efg_words *const it = dt_efg_item(r, k);
        if (differs(r, strcmp(dt_efg_text(r, &it->name), action->label) == 0, &it->name,
                    name, before))
            return;
        if (action->chance.text &&
            differs(r, dt_efg_is_number(r, &it->number, &action->chance), &it->number,
                    name, before))
            return;
    }
}

/* A set that is described again. False when it cannot be gone on with. */
static bool compare_set(dt_efg *r, uint32_t index, const dt_scan *label)
{
    const dt_set *const set = &r->game->sets[index];
    const set_name name = name_set(set->player, set->number);
    const dt_span before = ((const dt_span *)r->set_places.items)[index];
    if (r->items.n != set->n_actions) {
        dt_report(r->diags, DT_FINDING_efg, r->list,
                  "%s has %zu action%s here, and %u elsewhere", name.text, r->items.n,
                  r->items.n == 1 ? "" : "s", set->n_actions);
        dt_report_note(r->diags, before, "the first description is here");
        return false;
    }
    if (!differs(r, strcmp(dt_efg_text(r, label), set->label) == 0, label, name.text,
                 before))
        compare_actions(r, set, name.text, before);
    return true;
}

static bool read_set(dt_efg *r, uint32_t player, uint32_t *set)
{
    uint32_t number;
    dt_scan label;
    const dt_span where = dt_scan_span(&r->at);
    if (!dt_efg_take_whole(r, "the number of an information set", &number))
        return false;
    *set = dt_lookup_find(&r->sets, (uint64_t)player << 32 | number);
    if (r->at.kind != DT_SCAN_STRING) {
        if (*set == DT_NONE && r->at.kind != DT_SCAN_BAD)
            dt_report(r->diags, DT_FINDING_efg, where, "%s has not been described yet",
                      name_set(player, number).text);
        return *set != DT_NONE;
    }
    if (!dt_efg_take(r, DT_SCAN_STRING, "a label", &label) ||
        !dt_efg_read_list(
            r, player == DT_CHANCE ? DT_EFG_NAMES | DT_EFG_NUMBERS : DT_EFG_NAMES,
            "'{' and the actions"))
        return false;
    return *set == DT_NONE ? make_set(r, player, number, &label, set)
                           : compare_set(r, *set, &label);
}

/* ---- Outcomes ---------------------------------------------------------------------
 */

/* One payoff for each player, all of them numbers. */
static bool check_payoffs(dt_efg *r)
{
    const uint32_t n = r->game->n_players;
    bool sound = true;
    for (size_t k = 0; k < r->items.n; k++)
        sound = dt_efg_read_number(r, &dt_efg_item(r, k)->number, r->one) && sound;
    if (!sound || r->items.n == n)
        return sound;
    dt_report(r->diags, DT_FINDING_efg, r->list, "%zu payoff%s for %u player%s",
              r->items.n, r->items.n == 1 ? "" : "s", n, n == 1 ? "" : "s");
    if (r->items.n == 2 * (size_t)n)
        dt_report_help(r->diags, "decimals are written with a point, like 0.5");
    return false;
}

/* What is no number, or missing, is reported already; 0 stands in for it. */
static bool make_outcome(dt_efg *r, uint32_t number, const dt_scan *label,
                         uint32_t *outcome)
{
    const uint32_t n = r->game->n_players;
    const char **const payoff = dt_arena_array(&r->arena, const char *, n);
    dt_text_reset(&r->numbers);
    for (uint32_t i = 0; i < n && i < r->items.n; i++)
        dt_efg_add_number(r, &dt_efg_item(r, i)->number);
    r->lost = r->lost || !payoff || r->numbers.failed;
    if (r->lost)
        return false;
    const char *at = dt_text_string(&r->numbers);
    for (uint32_t i = 0; i < n; i++) {
        payoff[i] = i < r->items.n ? at : "0";
        at += i < r->items.n ? strlen(at) + 1 : 0;
    }
    *outcome = dt_game_add_outcome(r->game, number, dt_efg_text(r, label), payoff);
    r->lost = r->lost || *outcome == DT_NONE ||
              !dt_lookup_add(&r->outcomes, &r->arena, number, *outcome) ||
              !keep_place(r, &r->outcome_places, dt_scan_span(label));
    return !r->lost;
}

static void compare_outcome(dt_efg *r, uint32_t index, const dt_scan *label)
{
    const dt_outcome *const outcome = &r->game->outcomes[index];
    const dt_span before = ((const dt_span *)r->outcome_places.items)[index];
    char name[32];
    snprintf(name, sizeof name, "outcome %u", outcome->number);
    if (differs(r, strcmp(dt_efg_text(r, label), outcome->label) == 0, label, name,
                before))
        return;
    for (uint32_t i = 0; i < r->game->n_players; i++) {
        const dt_scan *const word = &dt_efg_item(r, i)->number;
        if (differs(r, dt_efg_is_number(r, word, &outcome->payoff[i]), word, name,
                    before))
            return;
    }
}

static bool read_payoffs(dt_efg *r, uint32_t number, uint32_t *outcome)
{
    dt_scan label;
    if (!dt_efg_take(r, DT_SCAN_STRING, "a label", &label) ||
        !dt_efg_read_list(r, DT_EFG_NUMBERS, "'{' and the payoffs"))
        return false;
    const bool sound = check_payoffs(r);
    if (*outcome == DT_NONE)
        return make_outcome(r, number, &label, outcome);
    if (sound)
        compare_outcome(r, *outcome, &label);
    return true;
}

static bool read_outcome(dt_efg *r, uint32_t *outcome)
{
    const dt_span where = dt_scan_span(&r->at);
    uint32_t number;
    *outcome = DT_NONE;
    if (!dt_efg_take_whole(r, "the number of an outcome", &number))
        return false;
    const bool described = r->at.kind == DT_SCAN_STRING;
    if (number == 0 && described) {
        dt_report(r->diags, DT_FINDING_efg, where,
                  "outcome 0 is none: it pays nothing");
        dt_report_help(r->diags, "number outcomes from 1");
        return false;
    }
    *outcome = dt_lookup_find(&r->outcomes, number);
    if (described)
        return read_payoffs(r, number, outcome);
    if (number != 0 && *outcome == DT_NONE && r->at.kind != DT_SCAN_BAD)
        dt_report(r->diags, DT_FINDING_efg, where,
                  "outcome %u has not been described yet", number);
    return r->at.kind != DT_SCAN_BAD;
}

/* ---- Nodes ------------------------------------------------------------------------
 */

static bool read_player(dt_efg *r, uint32_t *player)
{
    const dt_span where = dt_scan_span(&r->at);
    uint32_t number;
    if (!dt_efg_take_whole(r, "the number of a player", &number))
        return false;
    *player = number - 1;
    if (number != 0 && number <= r->game->n_players)
        return true;
    dt_report(r->diags, DT_FINDING_efg, where,
              "there is no player %u: players are numbered from 1 to %u", number,
              r->game->n_players);
    return false;
}

static bool expected_node(dt_efg *r)
{
    dt_efg_expected(r, "a node: 'c', 'p' or 't'");
    if (dt_efg_is_word(&r->at, "C") || dt_efg_is_word(&r->at, "P") ||
        dt_efg_is_word(&r->at, "T"))
        dt_report_help(r->diags, "write the letter small");
    return false;
}

/* Hang a node of so many actions below the deepest one that lacks a child. */
static bool extend_path(dt_efg *r, dt_span where, uint32_t n)
{
    branch *path = r->path.items;
    if (r->path.n > 0)
        path[r->path.n - 1].left--;
    branch *const last = dt_list_add(&r->path, &r->arena, sizeof *last);
    if (!last) {
        r->lost = true;
        return false;
    }
    *last = (branch){where, n, n};
    path = r->path.items;
    while (r->path.n > 0 && path[r->path.n - 1].left == 0)
        r->path.n--;
    return true;
}

static bool read_node(dt_efg *r)
{
    const dt_scan letter = r->at;
    const bool chance = dt_efg_is_word(&letter, "c"),
               personal = dt_efg_is_word(&letter, "p");
    uint32_t player = DT_CHANCE, set = DT_NONE, outcome;
    dt_scan label;
    if (!chance && !personal && !dt_efg_is_word(&letter, "t"))
        return expected_node(r);
    dt_scan_next(&r->at);
    if (!dt_efg_take(r, DT_SCAN_STRING, "the label of the node, a string", &label) ||
        (personal && !read_player(r, &player)) ||
        ((chance || personal) && !read_set(r, player, &set)) ||
        !read_outcome(r, &outcome))
        return false;
    if (r->game->n_nodes >= MOST_NODES) {
        dt_report(r->diags, DT_FINDING_limit, dt_scan_span(&letter),
                  "there are more than %d nodes", MOST_NODES);
        return false;
    }
    if (dt_game_add_node(r->game, set, outcome, dt_efg_text(r, &label)) == DT_NONE)
        r->lost = true;
    const uint32_t n = set == DT_NONE ? 0 : r->game->sets[set].n_actions;
    return !r->lost && extend_path(r, dt_scan_span(&letter), n);
}

static bool report_cut(dt_efg *r)
{
    const branch *const last = (const branch *)r->path.items + (r->path.n - 1);
    dt_report(r->diags, DT_FINDING_efg, dt_scan_span(&r->at),
              "the file ends, and the tree is not complete");
    dt_report_note(r->diags, last->where,
                   "of the %u action%s of this node, %u lead%s nowhere", last->n,
                   last->n == 1 ? "" : "s", last->left, last->left == 1 ? "s" : "");
    return false;
}

static bool read_tree(dt_efg *r)
{
    do {
        if (r->at.kind == DT_SCAN_END && r->path.n > 0)
            return report_cut(r);
        if (!read_node(r))
            return false;
    } while (r->path.n > 0 && !dt_diags_full(r->diags));
    if (r->path.n > 0 || r->at.kind == DT_SCAN_END || r->at.kind == DT_SCAN_BAD)
        return true;
    dt_report(r->diags, DT_FINDING_efg, dt_scan_span(&r->at),
              "the tree is complete before this: nothing can follow");
    return false;
}

/* ---- The file ---------------------------------------------------------------------
 */

/* Editors of Windows save "Unicode" so. */
static bool is_utf16(dt_efg *r)
{
    const char *const text = r->at.source->text;
    if (memcmp(text, "\xff\xfe", 2) != 0 && memcmp(text, "\xfe\xff", 2) != 0)
        return false;
    dt_report(r->diags, DT_FINDING_efg, (dt_span){r->at.source->index, 0, 0},
              "this is UTF-16 text");
    dt_report_help(r->diags, "save the file as UTF-8");
    return true;
}

static dt_status fill(dt_efg *r, dt_error *err)
{
    mpq_inits(r->sum, r->one, NULL);
    if (!(r->at.source->n >= 2 && is_utf16(r)) && read_prologue(r))
        (void)read_tree(r);
    mpq_clears(r->sum, r->one, NULL);
    dt_text_release(&r->text);
    dt_text_release(&r->numbers);
    dt_arena_release(&r->arena);
    if (r->lost)
        return dt_fail_memory(err);
    DT_TRY(dt_diags_status(r->diags, err));
    return dt_game_finish(r->game, err);
}

dt_status dt_game_parse(const dt_input *input, bool strict, dt_diags *diags,
                        dt_game **game, dt_error *err)
{
    if (input->n > DT_SOURCE_MAX)
        return dt_fail(err, DT_ELIMIT, "'%s' is longer than %zu bytes", input->name,
                       DT_SOURCE_MAX);
    const dt_source *const source =
        dt_diags_add_source(diags, input->name, input->text, input->n);
    dt_game *const draft = source ? dt_game_new("", "") : NULL;
    if (!draft)
        return dt_fail_memory(err);
    dt_efg r = {.at = dt_scan_of(source, diags),
                .diags = diags,
                .game = draft,
                .strict = strict};
    const dt_status status = fill(&r, err);
    if (status == DT_OK)
        *game = draft;
    else
        dt_game_free(draft);
    return status;
}

dt_status dt_game_load(const char *path, bool strict, dt_diags *diags, dt_game **game,
                       dt_error *err)
{
    dt_text text = {0};
    dt_status status = dt_file_read(path, &text, err);
    const dt_input input = {path, dt_text_string(&text), text.n, DT_FORMAT_CONFLICT};
    if (status == DT_OK)
        status = dt_game_parse(&input, strict, diags, game, err);
    dt_text_release(&text);
    return status;
}
