package leadtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/leadline-go/leadline/lead"
)

// begin is when all histories of the suite begin. On that night Europe's clocks
// jump, which a store that keeps local times gets wrong.
var begin = time.Date(2026, 3, 29, 0, 30, 0, 0, time.UTC)

// row is the least that a row holds.
func row(id string, version int64) lead.Transition {
	at := begin.Add(time.Duration(version) * time.Minute)
	t := lead.Transition{
		LeadID: id, Version: version, Event: "engage", From: "engaged", To: "engaged",
		At: at, Recorded: at, Since: at,
	}
	if version == 1 {
		t.Event, t.From = lead.EventOpen, ""
	}
	return t
}

// keyed is a row with a key.
func keyed(id string, version int64, key string) lead.Transition {
	t := row(id, version)
	t.Key, t.KeyHash = key, "0f"
	return t
}

// rows are a lead's versions from 1 to n.
func rows(id string, n int64) []lead.Transition {
	var trs []lead.Transition
	for v := range n {
		trs = append(trs, row(id, v+1))
	}
	return trs
}

// full is a row with every field set, and each to another value.
func full(id string, version int64) lead.Transition {
	return lead.Transition{
		LeadID: id, Version: version,
		Event: "qualify", From: "engaged", To: "mql", Prior: "recycled",
		At:       begin.Add(1*time.Hour + 1*time.Microsecond),
		Recorded: begin.Add(2*time.Hour + 20*time.Microsecond),
		Since:    begin.Add(3*time.Hour + 300*time.Microsecond),
		Due:      begin.Add(4*time.Hour + 999999*time.Microsecond),
		Actor:    lead.Actor{ID: "user 7 | Zoë", Side: lead.Marketing, Kind: lead.System},
		Reason:   "demo_request", Note: "erste Zeile\r\n\tzweite “Zeile” 'drei' \\ 100 % ✓ 😀",
		Criteria: "mql-criteria@7+0a1b2c3d",
		Evidence: json.RawMessage(`{"criteria": {"points": 9007199254740993, "share": 0.75, "why": ["<b>&ä", "", null, true, {}]}, "a": {"z": 1, "b": -2}}`),
		Labels:   map[string]string{"owner": "u-7", "Straße": "Äußere Zeile 3", "a b": "x=\"y\""},
		Set:      []string{"Straße", "gone", "owner"},
		Key:      "job 1/2: é", KeyHash: "00ff00ff00ff00ff00ff00ff00ff00ff",
		Spec: "b2b-standard@1+0a1b2c3d", Inferred: true,
	}
}

// text is exactly n bytes of text, with characters of several bytes.
func text(n int) string {
	const piece = "äß→😀 x"
	var b strings.Builder
	for b.Len()+len(piece) <= n {
		b.WriteString(piece)
	}
	return b.String() + strings.Repeat("y", n-b.Len())
}

// diffRow is "" if two rows say the same.
func diffRow(want, got *lead.Transition) string {
	if same(want, got) {
		return ""
	}
	w, g := plain(*want), plain(*got)
	w.Note, g.Note = apart(w.Note, g.Note)
	evidence, other := apart(string(w.Evidence), string(g.Evidence))
	w.Evidence, g.Evidence = json.RawMessage(evidence), json.RawMessage(other)
	if maps.Equal(w.Labels, g.Labels) {
		w.Labels, g.Labels = nil, nil
	}
	return cmp.Diff(w, g, cmp.Comparer(sameTime))
}

// apart leaves of two long texts the piece where they part, and nothing of texts
// that do not.
func apart(a, b string) (string, string) {
	if a == b {
		return "", ""
	}
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	piece := func(s string) string {
		if len(s) < 100 {
			return s
		}
		from, to := max(0, n-20), min(len(s), n+20)
		return fmt.Sprintf("%d bytes, %d to %d: %q", len(s), from, to, s[from:to])
	}
	return piece(a), piece(b)
}

// same compares rows without copying them: under the race detector nearly all of
// the suite's time would go there. A test sees to it that no field is left out.
func same(a, b *lead.Transition) bool {
	return a.LeadID == b.LeadID && a.Version == b.Version &&
		a.Event == b.Event && a.From == b.From && a.To == b.To && a.Prior == b.Prior &&
		sameTime(a.At, b.At) && sameTime(a.Recorded, b.Recorded) && sameTime(a.Since, b.Since) && sameTime(a.Due, b.Due) &&
		a.Actor == b.Actor && a.Reason == b.Reason && a.Note == b.Note &&
		a.Criteria == b.Criteria && sameJSON(a.Evidence, b.Evidence) &&
		maps.Equal(a.Labels, b.Labels) && slices.Equal(a.Set, b.Set) &&
		a.Key == b.Key && a.KeyHash == b.KeyHash && a.Spec == b.Spec && a.Inferred == b.Inferred
}

// diffState is "" if two states say the same.
func diffState(want, got lead.State) string {
	if len(want.Labels) == 0 && len(got.Labels) == 0 {
		want.Labels, got.Labels = nil, nil
	}
	if reflect.DeepEqual(want, got) {
		return "" // found out in a tenth of the time
	}
	return cmp.Diff(want, got, cmp.Comparer(sameTime))
}

// sameTime wants the same instant in the same location, which is UTC.
func sameTime(a, b time.Time) bool { return a.Equal(b) && a.Location() == b.Location() }

// sameJSON wants the same value. An object's keys may come in any order, and a
// number must not have gone through a float.
func sameJSON(a, b json.RawMessage) bool {
	return bytes.Equal(a, b) || bytes.Equal(canonical(a), canonical(b))
}

// canonical writes a JSON value in one way, and leaves alone what is none.
func canonical(raw json.RawMessage) json.RawMessage {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return raw
	}
	out, err := json.Marshal(v)
	if err != nil {
		return raw
	}
	return out
}

// plain leaves of a row what [same] compares, for a readable difference.
func plain(t lead.Transition) lead.Transition {
	if len(t.Labels) == 0 {
		t.Labels = nil
	}
	if len(t.Set) == 0 {
		t.Set = nil
	}
	if t.Evidence = canonical(t.Evidence); len(t.Evidence) == 0 {
		t.Evidence = nil
	}
	return t
}

// diffRows is "" if two lists hold the same rows in the same order. Otherwise it
// names the first place where they differ.
func diffRows(want, got []lead.Transition) string {
	for i := range min(len(want), len(got)) {
		if w, g := name(want[i]), name(got[i]); w != g {
			return fmt.Sprintf("row %d of %d is %s; want %s, one of %d", i+1, len(got), g, w, len(want))
		}
		if d := diffRow(&want[i], &got[i]); d != "" {
			return fmt.Sprintf("row %d, %s (-want +got):\n%s", i+1, name(want[i]), d)
		}
	}
	switch {
	case len(want) > len(got):
		return fmt.Sprintf("got %d of %d rows: %s is missing", len(got), len(want), name(want[len(got)]))
	case len(want) < len(got):
		return fmt.Sprintf("got %d rows, want %d: %s is too many", len(got), len(want), name(got[len(want)]))
	}
	return ""
}

func name(t lead.Transition) string { return fmt.Sprintf("%.40q/%d", t.LeadID, t.Version) }
