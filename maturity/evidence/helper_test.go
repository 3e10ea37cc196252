package evidence_test

import (
	"fmt"
	"iter"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/maturity"
	"github.com/leadline-go/leadline/maturity/evidence"
)

// start is day 0 of these tests.
var start = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

func at(days float64) time.Time { return start.Add(time.Duration(days * 24 * float64(time.Hour))) }

// lifecycle is the standard one, with an older name for one of its statuses.
func lifecycle() lead.Spec {
	s := lead.Standard()
	for i := range s.Statuses {
		if s.Statuses[i].Name == "recycled" {
			s.Statuses[i].Was = []lead.Status{"nurture"}
		}
	}
	return s
}

var actors = map[string]lead.Actor{
	"m":   {ID: "mia", Side: lead.Marketing, Kind: lead.Human},
	"s":   {ID: "sam", Side: lead.Sales, Kind: lead.Human},
	"l":   {ID: "lea", Side: lead.LeadManagement}, // no Kind is a human
	"sys": {ID: "scoring", Kind: lead.System},
	"mas": {ID: "mailer", Side: lead.Marketing, Kind: lead.System},
	"sas": {ID: "dialer", Side: lead.Sales, Kind: lead.System},
	"-":   {},
}

// rows reads a history: a line is "lead: day event status actor key=value …", with keys
// due, reason, print (Criteria), label (criteria) and set (likewise, and set by the row).
// Labels stay until they are set again; versions follow the order of writing.
func rows(t testing.TB, text string) []lead.Transition {
	t.Helper()
	var all []lead.Transition
	last := map[string]lead.Transition{}
	day := func(s string) time.Time {
		n, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		return at(n)
	}
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		id, rest, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok {
			continue
		}
		f := strings.Fields(rest)
		before := last[id]
		r := lead.Transition{
			LeadID: id, Version: before.Version + 1, At: day(f[0]), Recorded: day(f[0]),
			Event: lead.Event(f[1]), From: before.To, To: lead.Status(f[2]), Actor: actors[f[3]], Labels: before.Labels,
		}
		for _, kv := range f[4:] {
			switch k, v, _ := strings.Cut(kv, "="); k {
			case "due":
				r.Due = day(v)
			case "reason":
				r.Reason = v
			case "adopted":
				r.Inferred = true
			case "print":
				r.Criteria = v
			case "label", "set":
				r.Labels = map[string]string{"criteria": v}
				if k == "set" {
					r.Set = []string{"criteria"}
				}
			default:
				t.Fatalf("bad key %q", kv)
			}
		}
		last[id] = r
		all = append(all, r)
	}
	return all
}

func seq(rows []lead.Transition) iter.Seq2[lead.Transition, error] {
	return func(yield func(lead.Transition, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func measure(t interface {
	Helper()
	Fatal(...any)
}, rows []lead.Transition, o evidence.Options,
) []maturity.Measure {
	t.Helper()
	ms, err := evidence.FromHistory(seq(rows), o)
	if err != nil {
		t.Fatal(err)
	}
	return ms
}

// brief writes measures as "decision_share 7/10".
func brief(ms []maturity.Measure) map[string]string {
	out := map[string]string{}
	for _, m := range ms {
		out[m.ID] = fraction(m.Num, m.Den)
	}
	return out
}

func fraction(num, den int64) string { return fmt.Sprintf("%d/%d", num, den) }
