/* Which equilibria of a signalling game survive closer looks at messages never sent.
 *
 * Let U*(t) be what type t gets in the equilibrium, and m a message that no type of
 * positive prior sends. Both refinements first say which types can not have sent m, and
 * then ask whether the equilibrium holds when the receiver believes in the others only:
 *
 * Intuitive criterion. Type t is ruled out when it gets less than U*(t) from every
 *   answer to m that is best for some belief. The equilibrium fails if some other type
 *   gets more than its U* from every answer that is best for some belief in the types
 *   that are left.
 *
 * D1. Let the *mixed best answers* to m be the lotteries over answers that are all best
 *   for one and the same belief. Type t is ruled out when there is another type that
 *   gains by every mixed best answer by which t gains or gets U*(t) just so; and also
 *   when there is no such answer at all. One round; nothing is iterated. The
 *   equilibrium fails if every mixed best answer, now for beliefs in the types that are
 *   left, makes some type gain. As usual it is the outcome that is tested: what answers
 *   a message that is never sent may be replaced, by a lottery if need be.
 *
 * If all types are ruled out the message is no threat. What fails the intuitive
 * criterion fails D1, too. Types of prior 0 are types like the others.
 *
 * Why D1 needs no more than pairs of answers: "t does not lose while u does not gain"
 * over the lotteries on a set of answers is a linear program with one row, whose best
 * point mixes two answers at most; and two answers that are best together are so in
 * every larger set that is.
 *
 * Sources: Cho & Kreps, Signaling games and stable equilibria, Quarterly Journal of
 * Economics 102, 1987; Banks & Sobel, Equilibrium selection in signaling games,
 * Econometrica 55, 1987 (docs/references.bib). */
#ifndef DT_GAMES_REFINEMENT_H
#define DT_GAMES_REFINEMENT_H

#include "games/support.h"

/* Try an equilibrium of a signalling game, mixed or pure: p is [n_actions] of the game,
 * chance's not read. Of several objections the first message's is told, and of that the
 * type's that would gain most. Where more than DT_LOTTERY_ANSWERS answers are best for
 * some belief left, D1 may stay open: all sets of them would have to be looked at. For
 * D1 it can be that every answer makes somebody gain and nobody gains by all: then
 * `would_get` is what the type gets by the answer that deters best, and it is the type
 * that this answer deters least. */
void dt_refine(dt_support *support, const double *p, dt_objection *intuitive,
               dt_objection *divine);

#endif
