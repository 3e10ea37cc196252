package leadcsv_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadcsv"
)

// FuzzReadMap checks that no document breaks the reader or the compiler, and that
// a map that compiles can be used.
func FuzzReadMap(f *testing.F) {
	for _, seed := range []string{
		"lead: id\nstatus: s\nat: {column: t, format: unix_ms}\norder: n\nlabels: [a, b]\n",
		"lead: id\nmilestones:\n  - {status: mql, at: {column: d, format: \"2006-01-02\"}}\nzone: Europe/Vienna\nwhere: [{column: o, not_in: [test]}]\n",
		`{"lead":"id","status":["a","b"],"at":{"column":"t","format":"rfc3339"},"comma":";"}`,
		"lead: id\nstatus: s\nat: {column: t, format: YYYY}\ncomma: \"\\0\"\nzone: ../x\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		m, err := leadcsv.ReadMap(bytes.NewReader(doc), "m")
		if err != nil {
			return
		}
		c, err := leadcsv.Compile(m)
		if err != nil {
			if !errors.Is(err, lead.ErrInvalidSpec) {
				t.Fatalf("%T is no SpecError: %v", err, err)
			}
			return
		}
		file := leadcsv.File{Name: "f", Mapping: c, Reader: strings.NewReader("id,s,t\na,b,1\n")}
		if _, err := leadcsv.Read(t.Context(), []leadcsv.File{file}, leadcsv.Limits{}); err != nil && !errors.Is(err, leadcsv.ErrInvalidData) {
			t.Fatalf("%T is no DataError: %v", err, err)
		}
	})
}

// FuzzRead checks that no file breaks the reader, and that what it reads is a
// history: gap-free, its ends meeting, every name kept.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"id,status,at,seq,owner\na,x,2026-01-01 10:00,1,kim\na,y,2026-01-02 10:00,2,\n",
		"id,status,at,seq,owner\r\n\"a\"\"b\",x,,x,\"two\r\nlines\"\r\n",
		"\ufeffid,contacted,closed,origin\na,2026-01-01,,x\na,2026-01-01,,x\n",
		"id,contacted,closed,origin\na,2026-01-03,2026-01-01,\n",
		"id;status;at;seq;owner\n",
		"\x1f\x8b\x08\x00",
	} {
		f.Add([]byte(seed))
	}
	f.Add([]byte(gzipped(f, "id,contacted,closed,origin\na,2026-01-01,,x\n")))
	maps := []*leadcsv.Mapping{compile(f, changes), compile(f, wide)}
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, m := range maps {
			files := []leadcsv.File{
				{Name: "f", Mapping: m, Reader: bytes.NewReader(content)},
				{Name: "g", Mapping: m, Reader: bytes.NewReader(content)},
			}
			h, err := leadcsv.Read(t.Context(), files, leadcsv.Limits{Record: 1 << 16})
			if err != nil {
				if !errors.Is(err, leadcsv.ErrInvalidData) {
					t.Fatalf("%T is no DataError: %v", err, err)
				}
				continue
			}
			whole(t, h)
		}
	})
}

func whole(t *testing.T, h *leadcsv.History) {
	t.Helper()
	var before lead.Transition
	n, leads := 0, 0
	for tr := range h.All() {
		n++
		if tr.LeadID != before.LeadID {
			leads++
			if tr.LeadID < before.LeadID || tr.Event != lead.EventOpen {
				t.Fatalf("%+v after %+v", tr, before)
			}
			before = lead.Transition{}
		}
		if tr.LeadID == "" || tr.To == "" || tr.Version != before.Version+1 || tr.From != before.To {
			t.Fatalf("%+v after %+v", tr, before)
		}
		before = tr
	}
	if n != h.Rows() || leads != h.Leads() {
		t.Fatalf("%d rows of %d leads, but told %d of %d", n, leads, h.Rows(), h.Leads())
	}
	counted := 0
	for _, s := range h.Statuses() {
		counted += s.Rows
	}
	if counted != n {
		t.Fatalf("%d rows by status, %d in all", counted, n)
	}
}
