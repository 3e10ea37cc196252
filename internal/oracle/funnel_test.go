package oracle

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// A validator of JSON Schema finds each report to be what report.schema.json says.
func TestReportsAreValidByTheirSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("../../funnel/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	spec := funnel.FromLifecycle(lead.Standard())
	spec.Amount = "amount"
	spec.Goals = []funnel.GoalSpec{{Stage: "mql", Per: funnel.Week, AtLeast: 3}}
	f, err := funnel.Compile(spec)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 0))
		rows := randomRows(r, start, int(seed%20))
		o := funnel.Options{AsOf: start.AddDate(0, 0, 60), By: "source", Wins: int64(seed % 3), Per: funnel.Week}
		if seed%2 == 1 {
			o.Basis, o.From, o.To = funnel.Activity, start.AddDate(0, 0, 7), start.AddDate(0, 0, 35)
		}
		report, err := f.Report(func(yield func(lead.Transition, error) bool) {
			for _, row := range rows {
				if !yield(row, nil) {
					return
				}
			}
		}, o)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := report.WriteJSON(&b); err != nil {
			t.Fatal(err)
		}
		value, err := jsonschema.UnmarshalJSON(&b)
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
}

// randomRows are histories of some leads, as any CRM might export them.
func randomRows(r *rand.Rand, start time.Time, leads int) []lead.Transition {
	statuses := []lead.Status{"inquiry", "engaged", "mql", "sal", "sql", "converted", "won", "lost", "recycled", "void", "unheard of"}
	events := []lead.Event{"accept", "reject", "return", "other"}
	var rows []lead.Transition
	for l := range leads {
		at := start
		for v := range 1 + r.IntN(9) {
			at = at.Add(time.Duration(r.IntN(100)) * time.Hour)
			row := lead.Transition{
				LeadID: fmt.Sprint("L", l), Version: int64(v + 1), To: statuses[r.IntN(len(statuses))],
				Event: events[r.IntN(len(events))], At: at, Recorded: at.Add(time.Duration(r.IntN(50)) * time.Hour),
				Labels: map[string]string{"source": fmt.Sprint("s", r.IntN(30)), "amount": []string{"", "1200.50", "much"}[r.IntN(3)]},
				Reason: []string{"", "not_icp", "other"}[r.IntN(3)], Inferred: r.IntN(9) == 0,
			}
			if r.IntN(2) == 0 {
				row.Due = at.Add(24 * time.Hour)
			}
			if r.IntN(2) == 0 {
				row.Actor = lead.Actor{Kind: lead.Human, Side: lead.Sales}
			}
			rows = append(rows, row)
		}
	}
	return rows
}
