// Package scoring says how many points a lead has, why, and whether they make it
// an MQL.
//
// A score is a pure function of a model, a lead, its activities and a point in
// time. Nothing is counted up and down along the way, so a score can be computed
// again for any day, and explained line by line.
//
// # From rules to a Result
//
// A [Spec] is plain data: rules in groups, gates, thresholds. Write it in Go or
// read it from a file that marketing and sales can read too ([ReadSpec]).
// [Compile] checks it against your own lead type and makes a [Model]:
//
//	type Lead struct {
//		Industry   string             `score:"industry"`
//		Employees  *int               `score:"employees"` // nil: not known
//		Activities []scoring.Activity `score:",activities"`
//	}
//
//	spec, err := scoring.ReadSpec(file, "mql.yaml")
//	model, err := scoring.Compile(spec, scoring.Bindings[Lead]{})
//	result, err := model.Score(lead, now)
//
// What may be missing is a pointer, or a value such as sql.NullInt64. Where the columns
// are known only at run time, the lead type is [Record]. Every key
// of a rule file is explained in reference.yaml, beside this package's code.
// [Model.Qualify] fits lead.OnSubject, so that a model can guard an event of a
// lifecycle. The package imports nothing of ours to do so.
//
// # Points
//
// A rule gives its points once, or for each activity that counts. The rules of a
// group add up, or one of them is picked; the group's floor and cap then bound
// the sum, and the groups add up to the total. A bound that takes effect is a
// line of its own, so the lines always sum to the total exactly: [Points] are
// whole thousandths.
//
// With a half-life h, a line is points × Σ 2^(−age/h) over the activities that
// count, the age in whole seconds, rounded once, half to even. It is computed in
// whole numbers and is the same on every machine.
//
// # What is not known
//
// A field that is missing makes a comparison neither true nor false, and Kleene's
// three-valued logic carries that through all, any and not. A rule that comes out
// unknown gives no points and is listed in [Result.Unknowns]. A gate that comes
// out unknown holds, unless the Spec lets it pass: without a known consent there
// is no MQL.
//
// # Errors and concurrency
//
// A bad Spec is a [*SpecError] with every problem at once (Is [ErrInvalidSpec]).
// A custom rule that fails or panics is a [*RuleError], and a lead that does not
// qualify is a [*NotQualifiedError]. A Model is immutable and safe for concurrent
// use as far as its custom rules are; a Result is a value. Only [Model.ScoreAll]
// starts goroutines, which end before it returns; the package reads no clock and does
// no I/O.
//
// # What it is not for
//
// It learns nothing: there is no prediction here, only rules that people agreed
// on. It stores no score, and it never changes a lead's status.
package scoring
