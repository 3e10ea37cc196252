package leadhistory

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/lead/leadcsv"
)

func TestCountingStopsWhenToldTo(t *testing.T) {
	m, err := leadcsv.Compile(leadcsv.Map{Lead: "id", Status: []string{"s"}, At: leadcsv.Time{Column: "t", Format: leadcsv.Unix}})
	if err != nil {
		t.Fatal(err)
	}
	file := leadcsv.File{Name: "f", Mapping: m, Reader: strings.NewReader("id,s,t\n" + strings.Repeat("a,x,1\n", 5000))}
	h, err := leadcsv.Read(t.Context(), []leadcsv.File{file}, leadcsv.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	gone := errors.New("gone home")
	n := 0
	var last error
	for _, err := range Counting(ctx, tables{h}, cli.NewProgress(&strings.Builder{})) {
		if n++; n == 10 {
			cancel(gone)
		}
		last = err
	}
	if !errors.Is(last, gone) || n >= 5000 {
		t.Errorf("read %d rows and then %v, want the cause before the end", n, last)
	}
}
