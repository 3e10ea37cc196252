package scoring

import (
	"context"
	"fmt"
	"reflect"
	"sync"
	"time"
)

// Model scores leads of type T: a pure function of a lead and a time. It is never
// written to after [Compile], and is safe for concurrent use as far as its custom
// rules are.
type Model[T any] struct {
	table  *table
	schema *schema
	custom []func(T, time.Time) (bool, error) // by table.uses
	pool   sync.Pool                          // of *scratch[T]
}

// ID is the identity of the model: name@revision+hash8 of its canonical form.
func (m *Model[T]) ID() string { return m.table.id }

// Spec returns a copy of the rules.
func (m *Model[T]) Spec() Spec { return m.table.spec.clone() }

// Score computes what a lead has at a time. It looks at nothing that happened
// after asOf, and at the order of the activities only through their times.
//
// Errors: [*RuleError], and [ErrInvalidSubject] for a nil pointer, an asOf that is
// not set or has no year of four digits, or more than 1,048,576 activities. The
// Result is then empty.
func (m *Model[T]) Score(subject T, asOf time.Time) (Result, error) {
	var r Result
	if err := m.score(&r, subject, asOf); err != nil {
		return Result{}, err
	}
	return r, nil
}

// ScoreInto is [Model.Score] into a Result of the caller's, whose memory is used
// again: it allocates nothing once that is large enough, unless the lead has thousands
// of activities. Copies of what was in it share that memory and are overwritten. With an
// error it is empty.
func (m *Model[T]) ScoreInto(r *Result, subject T, asOf time.Time) error {
	err := m.score(r, subject, asOf)
	if err != nil {
		*r = Result{}
	}
	return err
}

// Qualify returns the [Result] of a lead that qualifies as an MQL, or a
// [*NotQualifiedError] that says what is missing; other errors are those of
// [Model.Score]. It fits lead.OnSubject: the error is then a refusal, and the
// Result the evidence.
//
// It asks whether a lead becomes an MQL, for which [QualifySpec.Score] is the
// threshold. Whether one remains, [Result.Qualified] says.
func (m *Model[T]) Qualify(ctx context.Context, subject T, asOf time.Time) (evidence any, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r, err := m.Score(subject, asOf)
	if err != nil {
		return nil, err
	}
	if !r.Qualified(false) {
		return nil, &NotQualifiedError{Result: r}
	}
	return r, nil
}

// scratch is the memory of one score, which is used again.
type scratch[T any] struct {
	subject T
	root    reflect.Value // of the struct
	work
}

func (m *Model[T]) take(subject T) *scratch[T] {
	s, ok := m.pool.Get().(*scratch[T])
	if !ok {
		s = &scratch[T]{work: m.table.newWork()}
	}
	s.subject = subject
	switch {
	case m.schema.isRecord():
	case m.schema.pointer:
		s.root = reflect.ValueOf(s.subject).Elem()
	case !s.root.IsValid():
		s.root = reflect.ValueOf(&s.subject).Elem()
	}
	return s
}

// put gives a scratch back without anything of the lead in it.
func (m *Model[T]) put(s *scratch[T]) {
	var none T
	s.subject = none
	if m.schema.pointer {
		s.root = reflect.Value{}
	}
	if s.forget() {
		m.pool.Put(s)
	}
}

func (m *Model[T]) score(r *Result, subject T, asOf time.Time) error {
	if asOf.IsZero() {
		return fmt.Errorf("%w: the as-of time is not set", ErrInvalidSubject)
	}
	if y := asOf.UTC().Year(); y < 1 || y > 9999 {
		return fmt.Errorf("%w: the as-of time is in the year %d; expected 1 to 9999", ErrInvalidSubject, y)
	}
	if m.schema.pointer && reflect.ValueOf(subject).IsNil() {
		return fmt.Errorf("%w: a nil %T", ErrInvalidSubject, subject)
	}
	s := m.take(subject)
	defer m.put(s)
	activities := m.load(s)
	if len(activities) > maxActivities {
		return fmt.Errorf("%w: %d activities; expected at most %d", ErrInvalidSubject, len(activities), maxActivities)
	}
	for i := range m.custom {
		if err := m.ask(i, s, asOf); err != nil {
			return err
		}
	}
	m.table.score(&s.work, activities, asOf, r)
	return nil
}

// load reads the fields that conditions name, and returns the activities.
func (m *Model[T]) load(s *scratch[T]) []Activity {
	if !m.schema.isRecord() {
		for i := range m.table.readers {
			m.table.readers[i].read(s.root, &s.values[i], m.table.missing)
		}
		if m.schema.activities == nil {
			return nil
		}
		list, ok := follow(s.root, m.schema.activities)
		if !ok {
			return nil
		}
		return *list.Addr().Interface().(*[]Activity)
	}
	rec, ok := any(&s.subject).(*Record)
	if !ok {
		rec = *any(&s.subject).(**Record)
	}
	for i, name := range m.table.fields.names {
		if text, ok := rec.Fields[name]; ok {
			s.values[i].read(text, m.table.readers[i].kind, m.table.missing)
		} else {
			s.values[i].state = absent
		}
	}
	return rec.Activities
}

// ask calls one custom rule. A panic of code that is not ours is an error.
func (m *Model[T]) ask(i int, s *scratch[T], asOf time.Time) (err error) {
	u := m.table.uses[i]
	defer func() {
		if p := recover(); p != nil {
			err = &RuleError{Custom: u.name, Where: u.where, Err: fmt.Errorf("panic: %v", p)}
		}
	}()
	if s.said[i], err = m.custom[i](s.subject, asOf); err != nil {
		return &RuleError{Custom: u.name, Where: u.where, Err: err}
	}
	return nil
}
