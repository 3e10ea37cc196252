package cli

import (
	"errors"
	"slices"

	"github.com/leadline-go/leadline/lead/leadcsv"
)

// Columns looks for columns in the header of a table, and collects those that are
// missing or not certain.
type Columns struct {
	t    *leadcsv.Table
	told map[string]bool
	errs []error
}

// ColumnsOf looks in the header of a table.
func ColumnsOf(t *leadcsv.Table) *Columns { return &Columns{t: t} }

// Need returns the place of a column by its name; what says in a message what is
// expected. Missing or there twice, it is an error of Err.
func (f *Columns) Need(name, what string) int {
	i := slices.Index(f.t.Header(), name)
	twice := i >= 0 && slices.Contains(f.t.Header()[i+1:], name)
	if i >= 0 && !twice || f.told[name] {
		return i
	}
	if f.told == nil {
		f.told = map[string]bool{}
	}
	f.told[name] = true
	found := "none"
	switch {
	case twice:
		found = "two"
	case len(f.errs) == 0: // once is enough
		found = "only " + Quoted(f.t.Header())
	}
	if i < 0 {
		found += DidYouMean(name, f.t.Header())
	}
	f.errs = append(f.errs, &leadcsv.DataError{File: f.t.Name(), Line: 1, Column: name, Expected: what, Found: found})
	return i
}

// May is Need for a column that may be missing; -1 then.
func (f *Columns) May(name, what string) int {
	if !slices.Contains(f.t.Header(), name) {
		return -1
	}
	return f.Need(name, what)
}

// Err is every error so far: each a [*leadcsv.DataError].
func (f *Columns) Err() error { return errors.Join(f.errs...) }
