package scoring

import (
	"maps"
	"slices"
	"time"
)

// Custom are conditions written in Go, by the name under which the [Spec] uses
// them. A rule is given the lead and the time as Score was, must not change the lead,
// and may be called from many goroutines. It is called once for a score, however many
// rules use it. If it returns an error or panics, there is no score: see [RuleError].
//
// A rule that reads a clock, or anything else that changes, makes scores that
// cannot be explained: keep to the lead and asOf. [Result.NextChange] takes what the
// rule said to stay as it is.
type Custom[T any] map[string]func(subject T, asOf time.Time) (bool, error)

// Bindings are what a [Spec] names and does not hold itself.
type Bindings[T any] struct {
	// Custom must hold exactly the rules that the Spec uses.
	Custom Custom[T]

	// Texts are what custom rules say, by the same names: the source of one that was
	// typed (celrule.Rules.Texts), or what a function checks and in which version,
	// such as "ordered before, version 2". A text is shown in place of the rule's name
	// and becomes part of [Model.FullID], so that a signature covers it; of a rule
	// without one it covers the name alone. A text is UTF-8 of at most 4 KiB, all of
	// them together of at most 256 KiB. May be nil.
	Texts map[string]string
}

// Compile checks a scoring model against the lead type T and makes a [Model] of
// it. Everything that is wrong is reported at once, as a [*SpecError]; what is wrong with
// T or the Bindings has no path, and no place in the file. The Model keeps nothing of
// what it was given but the functions.
//
// T is [Record], or a struct or a pointer to one whose fields have tags:
//
//	type Lead struct {
//		Industry string    `score:"industry"`   // any string type
//		Size     *int      `score:"employees"`  // any integer type; nil: not known
//		Revenue  float64   `score:"revenue"`
//		Consent  *bool     `score:"consent"`
//		Since    time.Time `score:"since"`
//		Budget   sql.NullInt64 `score:"budget"` // not Valid: not known
//		Company  *Company  `score:"company"`    // its field "city" is "company.city"
//		Person                                  // the fields of an embedded struct are the lead's own
//
//		Activities []scoring.Activity `score:",activities"`
//	}
//
// A zero value is a value. What may be missing is a pointer, or a struct of exactly two
// exported fields without tags, the first of one of these types and the second Valid
// bool: those of database/sql, sql.Null[T] included, and most of a driver's. A struct
// with a tag in which nothing is tagged is otherwise an error. Fields without a tag are
// not looked at.
func Compile[T any](spec Spec, b Bindings[T]) (*Model[T], error) {
	c := check{Spec: &spec, Checker: spec.Source.Check(), schema: schemaOf[T](), looks: newLooks()}
	if c.size(); c.Err() != nil {
		return nil, c.Err() // nothing may go through a Spec of unbounded size
	}
	spec = spec.clone()
	c.all()
	given := slices.Sorted(maps.Keys(b.Custom))
	c.bound(given)
	c.texts(b.Texts, given)
	for name, f := range b.Custom {
		if f == nil {
			c.Addf("", "custom rule %q is given to Compile as nil", name)
		}
	}
	if err := c.err(); err != nil {
		return nil, err
	}
	t, err := compileTable(spec, maps.Clone(b.Texts), c.schema)
	if err != nil {
		return nil, err
	}
	m := &Model[T]{table: t, schema: c.schema}
	for _, u := range t.uses {
		m.custom = append(m.custom, b.Custom[u.name])
	}
	return m, nil
}
