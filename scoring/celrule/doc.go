// Package celrule makes custom rules of a scoring model over [scoring.Record], and of
// no other lead type, out of texts that an administrator types, in the Common
// Expression Language (https://cel.dev):
//
//	employees >= 250 && country in ["AT", "DE", "CH"] && count("webinar_attended", "90d") >= 2
//
// The text says when a rule applies. What it is worth stays in the [scoring.Spec],
// where both sides can read it: a rule there says use: with the name of the text.
// Give [Rules.Texts] to [scoring.Bindings] together with [Rules.Custom]: a signature
// then covers what the texts say, and explanations show it.
//
// # What a text can say
//
// A field of [scoring.Spec] stands under its name and has its type; one whose name
// is no identifier is written field("Firmengröße"). There are the operators of CEL,
// lists of values with in, all, exists and exists_one, the methods of strings
// (contains, startsWith, endsWith, matches, size) and of times in UTC (getFullYear,
// getMonth, ...), timestamp("2026-03-02") and duration("30d"), which take the times and
// lengths of time of a rule file and those of CEL, and:
//
//   - count("webinar_attended") and count("webinar_attended", "90d") are the
//     activities of a type in (as-of − 90 days, as-of], never later ones. The length
//     of time is one of a rule file, or a duration.
//   - exists(employees), has(employees) or exists("employees") asks whether there is a
//     value. It is the only question that a missing value answers.
//   - as_of() is the time for which the score is computed: as_of() - since < duration("30d").
//
// A pattern of matches (RE2) stands in quotes, in at most 200 bytes, and looks at texts
// of up to 512 bytes. The text of a field is unreadable beyond 16 KiB. duration and
// timestamp take a text in quotes.
//
// Maps, messages, bytes, dyn, map and filter are left out: no rule needs them, and
// what they build has no bound.
//
// # What is not known
//
// A missing or unreadable field is unknown, and && and || follow Kleene's logic as
// the conditions of a Spec do: false && unknown is false, true || unknown is true.
// A text that comes out unknown gives a rule no points. As a gate it holds, for
// without a known consent there is no MQL; a gate that lets the unknown pass asks for
// it: exists(competitor) && competitor. That is why one text is for rules or for
// gates, not for both. To the model a custom rule says yes or no, never unknown: the
// fields that a text misses are not in Unknowns of a [scoring.Result].
//
// # Errors, limits and concurrency
//
// [Compile] reports everything that is wrong, in all texts at once, up to 100 problems,
// with line, column and a caret, as a [*scoring.SpecError]. A text is at most [MaxText]
// long and comes out as a bool. What it does for one lead is bounded by
// [Config.CostLimit], in time and in memory; a text that needs more, divides by zero or
// leaves 64 bits is an error for that lead. That goes for whole numbers and for others:
// no rule computes with infinity, as CEL does elsewhere.
//
// An error counts where it decides: true || 1 / 0 > 0 is true, and false && 1 / 0 > 0 is
// false. Beside something unknown an error is unknown too: 1 / employees > 0 || consent
// gives no points to a lead without employees whose consent is missing. [Rules] are
// immutable and safe for concurrent use.
package celrule
