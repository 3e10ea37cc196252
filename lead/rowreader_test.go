package lead_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/lead"
)

func TestRowsComeBackAsTheyWereWritten(t *testing.T) {
	want := []lead.Transition{
		{LeadID: "A", Version: 1, Event: "open", To: "inquiry", At: time.Date(2026, 3, 2, 9, 0, 0, 1000, time.UTC), Labels: map[string]string{"owner": "ü\u2028"}},
		{LeadID: "A", Version: 2, Event: "qualify", From: "inquiry", To: "mql", At: time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC), Evidence: json.RawMessage(`{"a":1}`)},
	}
	var b bytes.Buffer
	for _, row := range want {
		if err := json.NewEncoder(&b).Encode(row); err != nil {
			t.Fatal(err)
		}
		b.WriteString(" \n") // an empty line says nothing
	}
	r := lead.NewRowReader(&b, "backup.jsonl")
	var got []lead.Transition
	for {
		row, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, row)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if r.Where() != "backup.jsonl:4" {
		t.Errorf("at the end: %s", r.Where())
	}
}

func TestALineThatIsNoRow(t *testing.T) {
	const good = `{"lead_id":"A","version":1,"event":"open","to":"inquiry","at":"2026-03-02T09:00:00Z","recorded":"2026-03-02T09:00:00Z","since":"2026-03-02T09:00:00Z"}`
	for name, c := range map[string]struct{ line, want string }{
		"no JSON":             {`{"lead_id":"A",`, "f.jsonl:2: invalid row: expected a row: unexpected EOF"},
		"a list":              {`[1]`, "f.jsonl:2: invalid row: expected a row: json: cannot unmarshal array"},
		"another field":       {strings.Replace(good, "lead_id", "id", 1), `f.jsonl:2: invalid row: expected a row: json: unknown field "id"`},
		"two rows":            {good + good, "f.jsonl:2: invalid row: expected one row in the line, found more"},
		"a row and a bracket": {good + "}", "f.jsonl:2: invalid row: expected one row in the line, found more"},
		"no status":           {strings.Replace(good, `"inquiry"`, `""`, 1), `f.jsonl:2: invalid row: expected a row with lead_id, version, to and at, found lead "A", version 1, to "", at 2026-03-02`},
		"too long":            {`{"note":"` + strings.Repeat("x", 17<<20), "f.jsonl:2: invalid row: expected a line of at most 16777216 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			r := lead.NewRowReader(strings.NewReader(good+"\n"+c.line+"\n"+good), "f.jsonl")
			if _, err := r.Read(); err != nil {
				t.Fatal(err)
			}
			_, err := r.Read()
			if !errors.Is(err, lead.ErrInvalidRow) || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("\nwant %s\ngot  %.200s", c.want, err)
			}
			// What follows can be read, and then it ends.
			if row, err := r.Read(); err != nil || row.LeadID != "A" || r.Where() != "f.jsonl:3" {
				t.Errorf("behind it: %v at %s", err, r.Where())
			}
			if _, err := r.Read(); err != io.EOF {
				t.Errorf("at the end: %v", err)
			}
		})
	}
}

type brokenDisk struct{}

func (brokenDisk) Read([]byte) (int, error) { return 0, errors.New("disk on fire") }

func TestADiskThatFailsIsNoBadRow(t *testing.T) {
	_, err := lead.NewRowReader(brokenDisk{}, "f.jsonl").Read()
	if errors.Is(err, lead.ErrInvalidRow) || err == nil || err.Error() != "f.jsonl:0: reading: disk on fire" {
		t.Errorf("found %v", err)
	}
}

// Whatever the bytes, it comes to an end, and what it takes for a row can be written
// and read again.
func FuzzRowReader(f *testing.F) {
	f.Add([]byte(`{"lead_id":"A","version":1,"event":"open","to":"inquiry","at":"2026-03-02T09:00:00Z","labels":{"a":"b"}}`))
	f.Add([]byte("{}\n\n[]\n{\"at\":\"9999-12-31T23:59:59+24:00\"}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		r := lead.NewRowReader(bytes.NewReader(text), "f")
		for range bytes.Count(text, []byte("\n")) + 2 {
			row, err := r.Read()
			if err == io.EOF {
				return
			}
			if err != nil {
				continue
			}
			raw, err := json.Marshal(row)
			if err != nil {
				t.Fatalf("read but not written: %v", err)
			}
			again, err := lead.NewRowReader(bytes.NewReader(raw), "f").Read()
			if err != nil {
				t.Fatalf("%s: %v", raw, err)
			}
			if diff := cmp.Diff(row, again, cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })); diff != "" {
				t.Fatalf("(-first +again):\n%s", diff)
			}
		}
		t.Fatal("more rows than lines")
	})
}
