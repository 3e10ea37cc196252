package sqltest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

func export(t testing.TB, s lead.Store) []byte {
	t.Helper()
	var b bytes.Buffer
	n, err := leadsql.Export(t.Context(), s, &b)
	if err != nil || n != bytes.Count(b.Bytes(), []byte("\n")) {
		t.Fatalf("Export = %d, %v; wrote %d lines", n, err, bytes.Count(b.Bytes(), []byte("\n")))
	}
	return b.Bytes()
}

func restore(t testing.TB, s lead.Store, file []byte, want int) {
	t.Helper()
	n, err := leadsql.Restore(t.Context(), s, bytes.NewReader(file), "backup.jsonl")
	if err != nil || n != want {
		t.Fatalf("Restore = %d, %v; want %d rows", n, err, want)
	}
}

func TestAnExportIsTheSameFromEachStore(t *testing.T) {
	mem := lead.NewMemStore()
	fill(t, mem, 400, 3, 11)
	tr := lead.NewTracker(standardMachine(t), lead.Store(mem), lead.Config{Now: ticking()})
	walk(t, tr, 20, 200, 5)
	first := export(t, mem)
	rows := bytes.Count(first, []byte("\n"))

	lite := sqlite(t).store()
	restore(t, lite, first, rows)
	second := export(t, lite)
	sameLines(t, "SQLite", first, second)

	server := postgres(t).store()
	restore(t, server, second, rows)
	sameLines(t, "PostgreSQL", first, export(t, server))

	again := lead.NewMemStore()
	restore(t, again, first, rows)
	sameLines(t, "memory", first, export(t, again))
}

func sameLines(t testing.TB, where string, want, got []byte) {
	t.Helper()
	w, g := bytes.Split(want, []byte("\n")), bytes.Split(got, []byte("\n"))
	for i := range min(len(w), len(g)) {
		if !bytes.Equal(w[i], g[i]) {
			t.Fatalf("%s, line %d:\nwant %s\ngot  %s", where, i+1, w[i], g[i])
		}
	}
	if len(w) != len(g) {
		t.Errorf("%s: %d lines, want %d", where, len(g), len(w))
	}
}

func line(t testing.TB, tr lead.Transition) string {
	t.Helper()
	raw, err := json.Marshal(tr)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestAFileThatIsBrokenIsNamedWithItsLine(t *testing.T) {
	a, b := plainRows("A", 1, 4), plainRow("B", 1)
	huge := plainRow("A", 3)
	huge.Note = strings.Repeat("x", 17<<20)
	nobody, nowhere, zeroth := plainRow("A", 3), plainRow("A", 3), plainRow("A", 3)
	nobody.LeadID, nowhere.To, zeroth.Version = "", "", 0
	for _, tt := range []struct{ name, third, want string }{
		{"no JSON", `{"lead_id":"A",`, "backup.jsonl:3: "},
		{"not an object", `[1]`, "backup.jsonl:3: "},
		{"half a line, as of a full disk", line(t, a[2])[:40], "backup.jsonl:3: "},
		{"an unknown key", `{"lead_id":"A","version":3,"to":"mql","colour":"red"}`, `"colour"`},
		{"two rows in a line", line(t, a[2]) + line(t, a[3]), "backup.jsonl:3: "},
		{"a gap", line(t, a[3]), `backup.jsonl:3: lead "A": expected version 3, found 4`},
		{"a lead that begins with version 2", line(t, plainRow("C", 2)), `backup.jsonl:3: lead "C": expected version 1, found 2`},
		{"no lead", line(t, nobody), "backup.jsonl:3: invalid row: expected a row with lead_id"},
		{"no status", line(t, nowhere), "backup.jsonl:3: invalid row: expected a row with lead_id"},
		{"no version", line(t, zeroth), "backup.jsonl:3: invalid row: expected a row with lead_id"},
		{"no time", `{"lead_id":"A","version":3,"event":"move","from":"mql","to":"mql"}`, "backup.jsonl:3: "},
		{"a line of 17 MB", line(t, huge), "backup.jsonl:3: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := lead.NewMemStore()
			file := strings.Join([]string{line(t, a[0]), line(t, a[1]), tt.third, line(t, b)}, "\n") + "\n"
			n, err := leadsql.Restore(t.Context(), s, strings.NewReader(file), "backup.jsonl")
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "backup.jsonl:3: ") {
				t.Errorf("got %.300v, want file, line and %q", err, tt.want)
			}
			if got := rowNames(allRows(t, s, lead.Query{})); n != 2 || len(got) != 2 {
				t.Errorf("%d rows said, %q there; want the two that stand before", n, got)
			}
		})
	}
}

func TestEmptyLinesAndNoLastLineEndAreFine(t *testing.T) {
	s := lead.NewMemStore()
	file := "\n" + line(t, plainRow("A", 1)) + "\r\n  \n" + line(t, plainRow("A", 2))
	restore(t, s, []byte(file), 2)
	restore(t, s, nil, 0)
}

// breaks ends with an error after some bytes.
type breaks struct {
	io.Reader
	err error
}

func (b breaks) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err == io.EOF { //nolint:errorlint // readers return it as it is
		err = b.err
	}
	return n, err
}

func TestARestoreThatWasBrokenOffCanBeRepeated(t *testing.T) {
	mem := lead.NewMemStore()
	fill(t, mem, 900, 3, 12)
	want := export(t, mem)
	onEach(t, func(t *testing.T, d *database) {
		s := d.store()
		cable := errors.New("the cable is out")
		had := 0
		for part := 1; part < 4; part++ {
			// In the middle of a line, and of a lead.
			cut := bytes.LastIndexByte(want[:len(want)*part/4], '\n') + 1
			n, err := leadsql.Restore(t.Context(), s, breaks{bytes.NewReader(want[:cut]), cable}, "backup.jsonl")
			wantIs(t, err, cable)
			if had += n; int64(had) != d.count(t, `SELECT count(*) FROM leadline_rows`) {
				t.Errorf("part %d: %d rows said in all, %d there", part, had, d.count(t, `SELECT count(*) FROM leadline_rows`))
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := leadsql.Restore(ctx, s, bytes.NewReader(want), "backup.jsonl")
		wantIs(t, err, context.Canceled)
		restore(t, s, want, 2700-had)
		restore(t, s, want, 0)
		sameLines(t, d.driver, want, export(t, s))
		if found := findings(t, s); found != nil {
			t.Errorf("found %q", found)
		}
	})
}

func TestWhatIsErasedIsInNoExport(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		appendTo(t, d.store(), plainRow("A", 1), plainRow("B", 1))
		if err := d.store().Erase(t.Context(), "A"); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(export(t, d.store())), "\n")
		if strings.Contains(lines[0], "mia@") || strings.Contains(lines[0], "note") || !strings.Contains(lines[1], "mia@") {
			t.Errorf("exported %q", lines)
		}
	})
}

func TestExportAndRestoreGoThroughSmallMemory(t *testing.T) {
	leads := 5000
	if full() {
		leads = 250_000
	}
	onEach(t, func(t *testing.T, d *database) {
		out, in := io.Pipe()
		go func() { // ends with the file, or with Restore
			e := json.NewEncoder(in)
			in.CloseWithError(histories(leads, 4, 13, func(tr lead.Transition) error { return e.Encode(tr) }))
		}()
		defer out.Close() //nolint:errcheck // it always returns nil
		const most = 48 << 20
		peak := heapPeak(t, func(look func()) {
			n, err := leadsql.Restore(t.Context(), d.store(), &looking{out, look, 0}, "big.jsonl")
			if err != nil || n != 4*leads {
				t.Fatalf("Restore = %d, %v; want %d", n, err, 4*leads)
			}
		})
		t.Logf("restoring %d rows: the heap grew by %d MB", 4*leads, peak>>20)
		if peak > most {
			t.Errorf("restoring took %d MB", peak>>20)
		}
		peak = heapPeak(t, func(look func()) {
			n, err := leadsql.Export(t.Context(), d.store(), &looking{nil, look, 0})
			if err != nil || n != 4*leads {
				t.Fatalf("Export = %d, %v; want %d", n, err, 4*leads)
			}
		})
		t.Logf("exporting %d rows: the heap grew by %d MB", 4*leads, peak>>20)
		if peak > most {
			t.Errorf("exporting took %d MB", peak>>20)
		}
	})
}

// looking is a file that looks at the heap now and then.
type looking struct {
	io.Reader
	look func()
	n    int
}

func (l *looking) tick(n int) {
	if l.n += n; l.n > 1<<20 {
		l.n = 0
		l.look()
	}
}

func (l *looking) Read(p []byte) (int, error) {
	n, err := l.Reader.Read(p)
	l.tick(n)
	return n, err
}

func (l *looking) Write(p []byte) (int, error) {
	l.tick(len(p))
	return len(p), nil
}
