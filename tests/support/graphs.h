/* The definitional engine, and the solver of small spaces, on the matrices of the
 * oracle. */
#ifndef DT_SUPPORT_GRAPHS_H
#define DT_SUPPORT_GRAPHS_H

#include "oracle/literal.h"

/* Like literal_solve(), by dt_graph_solve(). */
void solve_graph(const literal_graph *g, bool *stable);
/* The same by dt_solver_run(): at most DT_SOLVER_STATES states. */
void solve_small_graph(const literal_graph *g, bool *stable);

#endif
