package sqltest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// markedRows are rows of a lead whose personal fields hold marks of their own.
func markedRows(id string, n int) (rows []lead.Transition, marks []string) {
	for v := range n {
		r := row(id, int64(v+1))
		mark := func(field string) string {
			m := fmt.Sprintf("%s-mark-%s-%d-x", id, field, v)
			marks = append(marks, m)
			return m
		}
		r.Actor.ID, r.Note = mark("actor"), "says "+mark("note")
		// Half a megabyte or so of the long ones goes where PostgreSQL keeps long values.
		r.Evidence = fmt.Appendf(nil, `{"criteria":%q,"more":%q}`, mark("evidence"), strings.Repeat(mark("long")+" ", 1+v*100))
		rows = append(rows, r)
	}
	return rows, marks
}

// found are the marks that a text holds.
func found(text string, marks []string) (in []string) {
	for _, m := range marks {
		if strings.Contains(text, m) {
			in = append(in, m)
		}
	}
	return in
}

// none wants none of the marks in a text.
func none(t *testing.T, where, text string, marks []string) {
	t.Helper()
	if in := found(text, marks); len(in) > 0 {
		t.Errorf("%s: %d of %d marks are still there: %.200q", where, len(in), len(marks), in)
	}
}

func all(t *testing.T, where, text string, marks []string) {
	t.Helper()
	if in := found(text, marks); len(in) != len(marks) {
		t.Errorf("%s: %d of %d marks are there", where, len(in), len(marks))
	}
}

// exported is all that Export, and a consumer of the feed, are given.
func exported(t *testing.T, s *leadsql.Store, consumer string) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := leadsql.Export(t.Context(), s, &b); err != nil {
		t.Fatal(err)
	}
	if err := s.Rewind(t.Context(), consumer); err != nil {
		t.Fatal(err)
	}
	for n := 1; n > 0; {
		var err error
		n, err = s.Consume(t.Context(), consumer, 7, func(rows []lead.Transition) error {
			fmt.Fprintf(&b, "%+v\n", rows)
			for _, r := range rows {
				b.Write(r.Evidence)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// impersonal is a history without what Erase clears.
func impersonal(t *testing.T, s *leadsql.Store) (rows []lead.Transition) {
	t.Helper()
	for r, err := range s.History(t.Context(), lead.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		r.Actor.ID, r.Note, r.Evidence, r.KeyHash = "", "", nil, ""
		rows = append(rows, r)
	}
	return rows
}

func TestWhatIsErasedIsGone(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		d := sqlite(t, "secure_delete(ON)")
		file, _, _ := strings.Cut(strings.TrimPrefix(d.dsn, "file:"), "?")
		erasing(t, d, "PRAGMA wal_checkpoint(TRUNCATE)", func() string { return contents(t, file, file+"-wal") })
	})
	t.Run("postgres", func(t *testing.T) {
		d := postgres(t)
		if os.Getenv("LEADLINE_POSTGRES") != "" {
			erasing(t, d, "VACUUM FULL leadline_personal", nil) // its files are not ours to read
			return
		}
		erasing(t, d, "VACUUM FULL leadline_personal; CHECKPOINT", func() string { return contents(t, relationFiles(t, d)...) })
	})
}

func contents(t *testing.T, files ...string) string {
	t.Helper()
	var b strings.Builder
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		b.Write(text)
	}
	return b.String()
}

// relationFiles are those of all tables of the schema, with their indexes and long
// values. Those that VACUUM FULL replaced are gone after the checkpoint.
func relationFiles(t *testing.T, d *database) (files []string) {
	t.Helper()
	rows, err := d.QueryContext(t.Context(), `SELECT pg_relation_filepath(c.oid) FROM pg_class c
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'i')
UNION SELECT pg_relation_filepath(c.reltoastrelid) FROM pg_class c
WHERE c.relnamespace = current_schema()::regnamespace AND c.reltoastrelid <> 0`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var file string
		if err := rows.Scan(&file); err != nil {
			t.Fatal(err)
		}
		files = append(files, filepath.Join(server.dir, "data", file))
	}
	if len(files) < 10 {
		t.Fatalf("the tables have only these files: %q", files)
	}
	return files
}

func erasing(t *testing.T, plain *database, afterwards string, files func() string) {
	d, f := faulty(t, plain)
	s := d.store()
	rows, marks := markedRows("anna", 10)
	others, kept := markedRows("bert", 10)
	for _, r := range append(rows, others...) {
		if err := s.Append(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if len(marks) != 40 {
		t.Fatalf("%d marks", len(marks))
	}
	before := impersonal(t, s)
	text := exported(t, s, "before")
	all(t, "export and feed, before", text, marks)
	all(t, "tables, before", strings.Join(tables(t, plain), "\n"), marks)

	sofar := len(f.logged())
	if err := s.Erase(t.Context(), "anna"); err != nil {
		t.Fatal(err)
	}
	if err := s.Erase(t.Context(), "anna"); err != nil {
		t.Errorf("a second time: %v", err)
	}
	if err := s.Erase(t.Context(), "nobody"); !errors.Is(err, lead.ErrNotFound) {
		t.Errorf("of nobody: %v", err)
	}
	text = exported(t, s, "before") + exported(t, s, "after")
	state, keyed, err := s.Load(t.Context(), "anna", "key-2")
	if err != nil {
		t.Fatal(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, refused := s.Load(ended, "anna", "")
	text += fmt.Sprintf("%+v %+v %v %v", state, keyed, s.Append(t.Context(), row("anna", 3)), refused)
	none(t, "export, feed, Load and errors", text, marks)
	all(t, "the other lead, in export and feed", text, kept)
	none(t, "what was sent to the database meanwhile", f.logged()[sofar:], marks)
	stored := strings.Join(tables(t, plain), "\n")
	none(t, "the tables", stored, marks)
	all(t, "the other lead, in the tables", stored, kept)
	if diff := cmp.Diff(before, impersonal(t, s)); diff != "" {
		t.Errorf("more than what is personal has changed (-before +after):\n%s", diff)
	}
	if state.Last.Side != mia.Side {
		t.Errorf("the side has gone: %+v", state.Last)
	}

	next := row("anna", 11)
	next.Note = "a note from later"
	if err := s.Append(t.Context(), next); err != nil {
		t.Fatal(err)
	}
	all(t, "a row from after the erasure", exported(t, s, "after"), []string{next.Note})
	for text := range strings.SplitSeq(afterwards, ";") {
		if _, err := plain.ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	if files != nil {
		text := files()
		none(t, "files", text, marks)
		all(t, "the other lead, in the files", text, []string{"bert-mark-actor-3-x", "bert-mark-note-3-x"})
	}
}
