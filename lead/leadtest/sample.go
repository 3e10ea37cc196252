package leadtest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// sample is a history with everything that a query can tell apart: ids that no
// locale orders by their bytes, times and due dates that coincide, labels that
// come and go. The rows come in the order in which they were written.
func sample() []lead.Transition {
	ids := []string{
		"a", "B", "ä", "a-b", "ab", "A", "b", "Z", "z", "a b", "a_b", "-a", "10", "9", "09", "1e1", "é", "e\u0301",
		"～", "😀", "\ue000", "ÿ", "ß", "ss", "Ω", "я", "中", "_", "%", "a%",
	}
	for i := range 30 {
		ids = append(ids, fmt.Sprintf("L-%d", i))
	}
	r := rand.New(rand.NewPCG(1, 2))
	var turns []string
	for i, id := range ids {
		for range 1 + i%7 {
			turns = append(turns, id)
		}
	}
	r.Shuffle(len(turns), func(i, j int) { turns[i], turns[j] = turns[j], turns[i] })
	pick := func(values ...string) string { return values[r.IntN(len(values))] }

	last := map[string]lead.Transition{}
	var trs []lead.Transition
	for i, id := range turns {
		before := last[id]
		tr := lead.Transition{
			LeadID: id, Version: before.Version + 1,
			Event: "move", From: before.To, To: lead.Status(pick("inquiry", "mql", "sal", "recycled")),
			At: begin.Add(time.Duration(i/10) * time.Hour), Recorded: begin.Add(time.Duration(i) * time.Hour),
			Labels: map[string]string{},
		}
		tr.Since = tr.At
		if r.IntN(3) > 0 {
			tr.Due = begin.Add(time.Duration(r.IntN(6)) * 24 * time.Hour)
		}
		for _, label := range []string{"product", "owner"} {
			if v := pick("", "x", "y"); v != "" {
				tr.Labels[label] = v
			}
		}
		if i%3 == 0 {
			tr.Key, tr.KeyHash = fmt.Sprintf("k%d", i%9), "0f"
			for _, old := range trs {
				if old.LeadID == id && old.Key == tr.Key {
					tr.Key, tr.KeyHash = "", ""
				}
			}
		}
		last[id] = tr
		trs = append(trs, tr)
	}
	return trs
}

// selects is the meaning of a query in the plainest words; After is left out.
func selects(all []lead.Transition, q lead.Query) []lead.Transition {
	last := map[string]int64{}
	for _, t := range all {
		last[t.LeadID] = max(last[t.LeadID], t.Version)
	}
	got := slices.DeleteFunc(slices.Clone(all), func(t lead.Transition) bool {
		out := q.LeadID != "" && t.LeadID != q.LeadID ||
			q.Current && t.Version < last[t.LeadID] ||
			len(q.Statuses) > 0 && !slices.Contains(q.Statuses, t.To) ||
			!q.Since.IsZero() && t.At.Before(q.Since) ||
			!q.Until.IsZero() && !t.At.Before(q.Until) ||
			!q.DueBefore.IsZero() && (t.Due.IsZero() || !t.Due.Before(q.DueBefore))
		for k, v := range q.Label {
			out = out || t.Labels[k] != v
		}
		return out
	})
	slices.SortFunc(got, byLead)
	if !q.DueBefore.IsZero() {
		slices.SortFunc(got, byDue)
	}
	if q.Limit > 0 {
		got = got[:min(q.Limit, len(got))]
	}
	return got
}

// queries are n random ones for the sample. Their times are in other zones, as a
// caller's may be.
func queries(n int) []lead.Query {
	r := rand.New(rand.NewPCG(3, 4))
	zone := time.FixedZone("", 5400)
	trs := sample()
	maybe := func() bool { return r.IntN(3) == 0 }
	at := func() time.Time { return trs[r.IntN(len(trs))].At.In(zone) }
	qs := make([]lead.Query, n)
	for i := range qs {
		q := &qs[i]
		if r.IntN(8) == 0 {
			q.LeadID = trs[r.IntN(len(trs))].LeadID
		}
		if q.Current = r.IntN(2) == 0; q.Current && maybe() {
			q.DueBefore = begin.Add(time.Duration(1+r.IntN(6)) * 24 * time.Hour).In(zone)
		}
		for range r.IntN(3) {
			q.Statuses = append(q.Statuses, trs[r.IntN(len(trs))].To)
		}
		for _, label := range []string{"product", "owner"} {
			if maybe() {
				if q.Label == nil {
					q.Label = map[string]string{}
				}
				q.Label[label] = []string{"", "x", "y"}[r.IntN(3)]
			}
		}
		if maybe() {
			q.Since = at()
		}
		if q.Until = at(); !maybe() || q.Until.Before(q.Since) {
			q.Until = time.Time{}
		}
		if maybe() {
			q.Limit = 1 + r.IntN(10)
		}
	}
	return qs
}
