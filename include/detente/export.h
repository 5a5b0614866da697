/**
 * @file
 * @brief Attributes of public declarations. The only place that knows compilers.
 */
#ifndef DETENTE_EXPORT_H
#define DETENTE_EXPORT_H

#if defined(__GNUC__) || defined(__clang__)
#define DT_API __attribute__((visibility("default")))
#define DT_MUST_USE __attribute__((warn_unused_result))
#define DT_PRINTF(string, first) __attribute__((__format__(__printf__, string, first)))
#else
#define DT_API
#define DT_MUST_USE
#define DT_PRINTF(string, first)
#endif

#endif
