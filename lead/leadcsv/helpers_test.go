package leadcsv_test

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadcsv"
)

// changes and wide are the two maps that most tests use.
var (
	changes = leadcsv.Map{
		Lead: "id", Status: []string{"status"},
		At:    leadcsv.Time{Column: "at", Format: "2006-01-02 15:04"},
		Order: "seq", Labels: []string{"owner"},
	}
	wide = leadcsv.Map{
		Lead: "id",
		Milestones: []leadcsv.Milestone{
			{Status: "mql", At: leadcsv.Time{Column: "contacted", Format: "2006-01-02"}},
			{Status: "won", At: leadcsv.Time{Column: "closed", Format: "2006-01-02"}},
		},
		Labels: []string{"origin"},
	}
)

func compile(t testing.TB, m leadcsv.Map) *leadcsv.Mapping {
	t.Helper()
	c, err := leadcsv.Compile(m)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func file(t testing.TB, m leadcsv.Map, name, content string) leadcsv.File {
	t.Helper()
	return leadcsv.File{Name: name, Reader: strings.NewReader(content), Mapping: compile(t, m)}
}

func read(t testing.TB, files ...leadcsv.File) *leadcsv.History {
	t.Helper()
	h, err := leadcsv.Read(t.Context(), files, leadcsv.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func rows(t testing.TB, h *leadcsv.History) []lead.Transition {
	t.Helper()
	var out []lead.Transition
	for tr, err := range h.All() {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, tr)
	}
	return out
}

func gzipped(t testing.TB, content string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func date(s string) time.Time {
	for _, layout := range []string{"2006-01-02", "2006-01-02 15:04", "2006-01-02 15:04:05.999999"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	panic("no date: " + s)
}

// line is a row as short as a table of tests wants it.
func line(tr lead.Transition) string {
	at := "-"
	if !tr.At.IsZero() {
		at = strings.TrimSuffix(tr.At.Format("2006-01-02 15:04"), " 00:00")
	}
	return strings.Join([]string{tr.LeadID, string(rune('0' + tr.Version)), string(tr.From) + ">" + string(tr.To), at}, " ")
}

func lines(trs []lead.Transition) []string {
	var out []string
	for _, tr := range trs {
		out = append(out, line(tr))
	}
	return out
}
