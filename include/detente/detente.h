/**
 * @file
 * @brief Everything: what would hold in a conflict, and why.
 *
 * From a file to its sequential equilibria:
 *
 *     dt_diags *diags = dt_diags_new();
 *     dt_model *model = NULL;
 *     dt_space *space = NULL;
 *     dt_ranks *ranks = NULL;
 *     dt_solution *solution = NULL;
 *     dt_error err;
 *
 *     if (diags && dt_model_load("elmira.conflict", diags, &model, &err) == DT_OK &&
 *         dt_space_new(model, NULL, diags, &space, &err) == DT_OK &&
 *         dt_ranks_new(space, NULL, diags, &ranks, &err) == DT_OK &&
 *         dt_solve(space, ranks, NULL, &solution, &err) == DT_OK) {
 *         const dt_bits *all = dt_solution_equilibria(solution, DT_SEQ);
 *         for (dt_state s = dt_bits_next(all, 0); s != DT_NO_STATE;
 *              s = dt_bits_next(all, s + 1))
 *             printf("%u\n", s + 1);
 *     }
 *     dt_solution_free(solution);
 *     dt_ranks_free(ranks);
 *     dt_space_free(space);
 *     dt_model_free(model);
 *     dt_diags_free(diags);
 */
#ifndef DETENTE_DETENTE_H
#define DETENTE_DETENTE_H

#include <detente/bits.h>
#include <detente/code.h>
#include <detente/deals.h>
#include <detente/diags.h>
#include <detente/equilibrium.h>
#include <detente/fair.h>
#include <detente/game.h>
#include <detente/local.h>
#include <detente/model.h>
#include <detente/monitor.h>
#include <detente/offers.h>
#include <detente/points.h>
#include <detente/probe.h>
#include <detente/report.h>
#include <detente/scenario.h>
#include <detente/sink.h>
#include <detente/solver.h>
#include <detente/space.h>
#include <detente/stability.h>
#include <detente/status.h>

#endif
