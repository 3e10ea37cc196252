package leadtest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
)

func checkNotFound(t *testing.T, s lead.Store) {
	write(t, s, keyed("L-1", 1, "k"))
	for _, key := range []string{"", "k"} {
		for _, id := range []string{"L-2", "L-", "L-11"} {
			if _, tr, err := s.Load(t.Context(), id, key); !errors.Is(err, lead.ErrNotFound) || tr != nil {
				t.Errorf("Load(%q, %q) of a lead without rows = row %v, error %v; want no row and ErrNotFound", id, key, tr, err)
			}
		}
	}
}

func checkRoundTrip(t *testing.T, s lead.Store) {
	edit := func(id string, f func(*lead.Transition)) lead.Transition {
		tr := full(id, 1)
		f(&tr)
		return tr
	}
	labels := map[string]string{}
	for i := range 64 {
		labels[fmt.Sprintf("label %d", i)] = text(255)
	}
	for i, tt := range []struct {
		name string
		row  lead.Transition
	}{
		{"every field set", full("full", 1)},
		{"nothing set but what must be", row("least", 1)},
		{"an id, a key and a reason of 255 bytes", edit(text(255), func(tr *lead.Transition) {
			tr.Key, tr.Reason, tr.Actor.ID = text(255), text(255), text(255)
		})},
		{"a note of 64 KiB", edit("note", func(tr *lead.Transition) { tr.Note = text(64 << 10) })},
		{"evidence of 256 KiB", edit("evidence", func(tr *lead.Transition) {
			tr.Evidence = []byte(`{"criteria": "` + text(256<<10-16) + `"}`)
		})},
		{"64 labels of 255 bytes", edit("labels", func(tr *lead.Transition) { tr.Labels = labels })},
		{"a label's name of 255 bytes", edit("label", func(tr *lead.Transition) {
			tr.Labels, tr.Set = map[string]string{text(255): "x"}, []string{text(255)}
		})},
		{"empty map and list", edit("empty", func(tr *lead.Transition) {
			tr.Labels, tr.Set = map[string]string{}, []string{}
		})},
		{"times before 1970 and in 9999", edit("times", func(tr *lead.Transition) {
			tr.At = time.Date(1969, 12, 31, 23, 59, 59, 999_999_000, time.UTC)
			tr.Since = time.Date(1888, 2, 29, 1, 2, 3, 4_000, time.UTC)
			tr.Due = time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, time.UTC)
		})},
		{"the first microsecond of 1970", edit("1970", func(tr *lead.Transition) {
			tr.At = time.Unix(0, 0).UTC()
			tr.Due = time.UnixMicro(1).UTC()
		})},
	} {
		t.Run(tt.name, func(t *testing.T) {
			key := fmt.Sprintf("key %d", i)
			if tt.row.Key == "" {
				tt.row.Key = key
			}
			write(t, s, tt.row)
			state, byKey, err := s.Load(t.Context(), tt.row.LeadID, tt.row.Key)
			if err != nil {
				t.Fatalf("Load: %v", err)
			}
			if d := diffState(tt.row.State(), state); d != "" {
				t.Errorf("Load's State (-want +got):\n%s", d)
			}
			if byKey == nil {
				t.Errorf("Load(%.40q, %.40q) gave no row for the key", tt.row.LeadID, tt.row.Key)
			} else if d := diffRow(&tt.row, byKey); d != "" {
				t.Errorf("Load's row (-want +got):\n%s", d)
			}
			got, err := read(t.Context(), s, lead.Query{LeadID: tt.row.LeadID})
			if err != nil {
				t.Fatalf("History: %v", err)
			}
			if d := diffRows([]lead.Transition{tt.row}, got); d != "" {
				t.Errorf("History: %s", d)
			}
		})
	}
}

func checkState(t *testing.T, s lead.Store) {
	var trs []lead.Transition
	for v := range int64(5) {
		tr := full("L-1", v+1)
		tr.To = lead.Status(fmt.Sprintf("status %d", v))
		tr.Prior = lead.Status(fmt.Sprintf("prior %d", v))
		tr.At = tr.At.Add(time.Duration(v) * time.Minute)
		tr.Since = tr.Since.Add(time.Duration(v) * time.Hour)
		tr.Due = tr.Due.Add(time.Duration(v) * time.Second)
		tr.Actor.ID = fmt.Sprintf("user %d", v)
		tr.Labels = map[string]string{fmt.Sprintf("label %d", v): "x"}
		tr.Key = fmt.Sprintf("k%d", v)
		trs = append(trs, tr)
	}
	// The last row lacks what those before it had.
	last := row("L-1", 6)
	trs = append(trs, last)
	for _, tr := range trs {
		write(t, s, row(fmt.Sprintf("L-%d", 10+tr.Version), 1), tr)
		state, _, err := s.Load(t.Context(), "L-1", "")
		if err != nil {
			t.Fatalf("Load: %v", err)
		}
		if d := diffState(tr.State(), state); d != "" {
			t.Errorf("State after version %d (-want +got):\n%s", tr.Version, d)
		}
	}
}

func checkKeyedRow(t *testing.T, s lead.Store) {
	first, second, other := full("L-1", 1), row("L-1", 2), full("L-2", 1)
	first.Key, other.Key = "k", "other"
	third := keyed("L-1", 3, "k3")
	write(t, s, first, other, second, third, row("L-1", 4))
	for _, tt := range []struct {
		name, id, key string
		want          *lead.Transition
	}{
		{"of an earlier row", "L-1", "k", &first},
		{"of a later row", "L-1", "k3", &third},
		{"that no row carries", "L-1", "k2", nil},
		{"of another lead", "L-1", "other", nil},
		{"that is empty", "L-1", "", nil},
		{"of the other lead", "L-2", "other", &other},
	} {
		t.Run("a key "+tt.name, func(t *testing.T) {
			state, got, err := s.Load(t.Context(), tt.id, tt.key)
			if err != nil {
				t.Fatalf("Load(%q, %q): %v", tt.id, tt.key, err)
			}
			wantVersion := map[string]int64{"L-1": 4, "L-2": 1}[tt.id]
			if state.LeadID != tt.id || state.Version != wantVersion {
				t.Errorf("State is of lead %q, version %d; want %q, %d", state.LeadID, state.Version, tt.id, wantVersion)
			}
			switch {
			case tt.want == nil && got != nil:
				t.Errorf("gave row %s, want none", name(*got))
			case tt.want != nil && got == nil:
				t.Errorf("gave no row, want %s", name(*tt.want))
			case tt.want != nil:
				if d := diffRow(tt.want, got); d != "" {
					t.Errorf("row (-want +got):\n%s", d)
				}
			}
		})
	}
}

// alike are texts that a database may take for one another, or for a pattern.
func alike() []string {
	return []string{
		"a", "A", "a ", " a", "á", "a\u0301", "ä", "Ä", "a_", "a%", "%", "_", "ab", "aB",
		"ss", "ß", "ẞ", "1", "01", "1.0", "1e0", "'", "''", `\`, `\\`, `"`, "null", "NULL", "\u00a0", "\u200b",
		"a\u200b", "i", "I", "ı", "İ", "😀", "😁",
	}
}

func checkBytes(t *testing.T, s lead.Store) {
	var want []lead.Transition
	for i, text := range alike() {
		tr := row(text, 1)
		tr.Note = fmt.Sprint(i)
		want = append(want, tr)
	}
	for i, text := range alike() { // one lead with each of them as key, status and label
		tr := keyed("one", int64(i+1), text)
		tr.To = lead.Status(text)
		tr.Labels = map[string]string{"x" + text: "1", "x": text}
		want = append(want, tr)
	}
	write(t, s, want...)
	holds(t, s, want)
	for i, text := range alike() {
		_, tr, err := s.Load(t.Context(), "one", text)
		if err != nil || tr == nil || tr.Version != int64(i+1) {
			t.Errorf("Load with key %q = %v, error %v; want version %d", text, tr, err, i+1)
		}
		for _, q := range []lead.Query{
			{LeadID: text},
			{LeadID: "one", Statuses: []lead.Status{lead.Status(text)}},
			{LeadID: "one", Label: map[string]string{"x" + text: "1"}},
			{LeadID: "one", Label: map[string]string{"x": text}},
		} {
			sole := want[i : i+1]
			if q.LeadID == "one" {
				sole = want[i+len(alike()):][:1]
			}
			got, err := read(t.Context(), s, q)
			if err != nil {
				t.Fatalf("History(%+v): %v", q, err)
			}
			if d := diffRows(sole, got); d != "" {
				t.Errorf("History(%+v): %s", q, d)
			}
		}
	}
	for _, id := range []string{"á ", "AB", "aaa", "0"} {
		if _, _, err := s.Load(t.Context(), id, ""); !errors.Is(err, lead.ErrNotFound) {
			t.Errorf("Load(%q) = error %v, want ErrNotFound", id, err)
		}
	}
}
