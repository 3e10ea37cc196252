// Package stat holds the formulas of leadline, each written once: proportions
// with their intervals and those of their differences, exact quantiles and means of
// samples, and survival curves of durations that have not all ended yet, or not all in
// the same way.
//
// # What holds everywhere
//
// A figure that the data do not determine is reported by an ok that is false,
// never by NaN or an error: no leads, no rate. Durations are int64
// microseconds; results in the unit of their input are float64, which is exact
// for whole microseconds up to 285 years. Counts are int64.
//
// Every function is pure, leaves its input unchanged, and gives the same bits
// for the same input; where the input is a set, its order does not matter.
// Everything is safe for concurrent use so long as nobody writes to the slices
// that were passed in or handed out.
//
// # What it is not
//
// Not a statistics library: it knows the figures that leadline prints. Models,
// tests of hypotheses and anything that needs random numbers live elsewhere.
package stat
