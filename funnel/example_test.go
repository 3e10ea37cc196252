package funnel_test

import (
	"fmt"
	"iter"
	"log"
	"strings"
	"time"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// history is what a store's History yields; here it is three leads.
func history() iter.Seq2[lead.Transition, error] {
	at := func(date string) time.Time {
		t, err := time.Parse(time.DateOnly, date)
		if err != nil {
			log.Fatal(err)
		}
		return t
	}
	web, fair := map[string]string{"origin": "web"}, map[string]string{"origin": "fair"}
	return seq([]lead.Transition{
		{LeadID: "l1", Version: 1, To: "mql", At: at("2026-05-04"), Labels: web},
		{LeadID: "l1", Version: 2, To: "sal", At: at("2026-05-05"), Labels: web},
		{LeadID: "l1", Version: 3, To: "won", At: at("2026-06-10"), Labels: web},
		{LeadID: "l2", Version: 1, To: "mql", At: at("2026-05-11"), Labels: web},
		{LeadID: "l2", Version: 2, To: "lost", At: at("2026-05-13"), Labels: web},
		{LeadID: "l3", Version: 1, To: "mql", At: at("2026-05-18"), Labels: fair},
		{LeadID: "l3", Version: 2, To: "sal", At: at("2026-05-21"), Labels: fair},
	})
}

func Example() {
	spec, err := funnel.ReadSpec(strings.NewReader(`
name: b2b
stages:
  - {name: mql, statuses: [mql]}
  - {name: sal, statuses: [sal]}
  - {name: won, statuses: [won]}
`), "funnel.yaml")
	if err != nil {
		log.Fatal(err)
	}
	f, err := funnel.Compile(spec)
	if err != nil {
		log.Fatal(err)
	}
	r, err := f.Report(history(), funnel.Options{
		From: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC),
		To:   time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC),
		AsOf: time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC),
		By:   "origin",
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(r.Stages[0].Name, r.Stages[0].Reached)
	for _, s := range r.Stages[1:] {
		fmt.Println(s.Name, s.Reached, "of the first:", s.Cumulative)
	}
	for _, s := range r.Segments {
		fmt.Println(s.Label, s.Value, "won:", s.Stages[2].Cumulative)
	}
	// Output:
	// mql 3
	// sal 2 of the first: 2/3 (66.7 %, 20.8-93.9 %)
	// won 1 of the first: 1/3 (33.3 %, 6.1-79.2 %)
	// origin web won: 1/2 (50.0 %, 9.5-90.5 %)
	// origin fair won: 0/1 (0.0 %, 0.0-79.3 %)
}

func ExampleFromLifecycle() {
	spec := funnel.FromLifecycle(lead.Spec{
		Name: "small", Revision: 1, Initial: "mql",
		Statuses: []lead.StatusSpec{
			{Name: "mql", Category: lead.Open, Was: []lead.Status{"hot"}},
			{Name: "sal", Category: lead.Open},
			{Name: "won", Category: lead.Won},
			{Name: "lost", Category: lead.Lost},
			{Name: "spam", Category: lead.Void},
		},
		Transitions: []lead.TransitionSpec{
			{Event: "accept", From: []string{"mql"}, To: "sal"},
			{Event: "win", From: []string{"sal"}, To: "won"},
			{Event: "lose", From: []string{lead.AnyOpen}, To: "lost"},
			{Event: "discard", From: []string{lead.AnyOpen}, To: "spam"},
			{Event: "reopen", From: []string{"lost"}, To: "mql"},
		},
	})
	for _, s := range spec.Stages {
		fmt.Println("stage", s.Name, s.Statuses)
	}
	fmt.Println("void", spec.Void, "terminal", spec.Terminal, "renamed", spec.Renamed)
	if _, err := funnel.Compile(spec); err != nil {
		fmt.Println(err)
	}
	// Output:
	// stage mql [mql]
	// stage sal [sal]
	// stage won [won]
	// void [spam] terminal [won spam] renamed map[hot:mql]
}

func ExampleCompile() {
	_, err := funnel.Compile(funnel.Spec{
		Name:   "b2b",
		Stages: []funnel.StageSpec{{Name: "mql", Statuses: []lead.Status{"mql", "sql"}}, {Name: "sql", Statuses: []lead.Status{"sql"}}},
		Void:   []lead.Status{"mql"},
	})
	fmt.Println(err)
	// Output:
	// stages[0].statuses[0]: status "mql" is void, which counts nowhere
	// stages[1].statuses[0]: status "sql" belongs to stages[0] already; a status is in one stage at most
}

func ExampleFunnel_Report() {
	f, err := funnel.Compile(funnel.Spec{Name: "b2b", Stages: []funnel.StageSpec{
		{Name: "mql", Statuses: []lead.Status{"mql"}},
		{Name: "sal", Statuses: []lead.Status{"sal"}},
	}})
	if err != nil {
		log.Fatal(err)
	}
	asOf := time.Date(2026, 5, 25, 0, 0, 0, 0, time.UTC)
	r, err := f.Report(history(), funnel.Options{AsOf: asOf})
	if err != nil {
		log.Fatal(err)
	}
	d := r.Stages[0].TimeToNext
	fmt.Printf("%d accepted, half of them within %.0f h; %d not\n", d.N, *d.P50/3600, d.Open)
	fmt.Printf("half of all are accepted within %.0f h\n", *d.KMP50/3600)
	// Output:
	// 2 accepted, half of them within 48 h; 1 not
	// half of all are accepted within 72 h
}

func ExampleReport_WriteCSV() {
	f, err := funnel.Compile(funnel.Spec{Name: "b2b", Stages: []funnel.StageSpec{{Name: "mql", Statuses: []lead.Status{"mql"}}}})
	if err != nil {
		log.Fatal(err)
	}
	r, err := f.Report(history(), funnel.Options{AsOf: time.Date(2026, 5, 25, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		log.Fatal(err)
	}
	var table strings.Builder
	if err := r.WriteCSV(&table); err != nil {
		log.Fatal(err)
	}
	for line := range strings.Lines(table.String()) {
		if strings.HasPrefix(line, "section,") || strings.HasPrefix(line, "transition,") {
			fmt.Print(line)
		}
	}
	// Output:
	// section,segment,kind,item,to,metric,number,text
	// transition,,,(start),mql,n,3,
	// transition,,,mql,sal,n,2,
	// transition,,,sal,(end),n,2,
	// transition,,,lost,(end),n,1,
	// transition,,,mql,lost,n,1,
}

// A picture can stand in a page of one's own.
func ExampleReport_WritePicture() {
	f, err := funnel.Compile(funnel.Spec{Name: "b2b", Stages: []funnel.StageSpec{
		{Name: "mql", Statuses: []lead.Status{"mql"}},
		{Name: "sal", Statuses: []lead.Status{"sal"}},
		{Name: "won", Statuses: []lead.Status{"won"}},
	}})
	if err != nil {
		log.Fatal(err)
	}
	r, err := f.Report(history(), funnel.Options{AsOf: time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		log.Fatal(err)
	}
	var page strings.Builder
	page.WriteString("<!DOCTYPE html>\n<title>Monday meeting</title>\n")
	if err := r.WritePicture(&page, funnel.FunnelPicture); err != nil {
		log.Fatal(err)
	}
	// It describes itself to those who do not see it.
	_, desc, _ := strings.Cut(page.String(), "<desc")
	_, desc, _ = strings.Cut(desc, ">")
	desc, _, _ = strings.Cut(desc, "</desc>")
	fmt.Println(strings.ReplaceAll(desc, ". ", ".\n"))
	// Output:
	// 1 of 3 leads reached won: 33.3 % (6.1–79.2 %).
	// Most are missing before sal: 1 of 3 have not got there (yet).
	// Cohort basis: the leads that came in at any time, and how far they got by 2026-06-30 00:00 UTC.
	// mql: 3 leads.
	// sal: 2 leads, 66.7 % of the stage before (20.8–93.9 %), 66.7 % of the first.
	// won: 1 lead, 50.0 % of the stage before (9.5–90.5 %), 33.3 % of the first.
}

func ExampleReport_WriteHTML() {
	f, err := funnel.Compile(funnel.Spec{Name: "b2b", Stages: []funnel.StageSpec{{Name: "mql", Statuses: []lead.Status{"mql"}}}})
	if err != nil {
		log.Fatal(err)
	}
	r, err := f.Report(history(), funnel.Options{AsOf: time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		log.Fatal(err)
	}
	var page strings.Builder // or a file, or an http.ResponseWriter
	if err := r.WriteHTML(&page); err != nil {
		log.Fatal(err)
	}
	for line := range strings.Lines(page.String()) {
		if strings.HasPrefix(line, "<h1>") || strings.HasPrefix(line, "<h2>") {
			fmt.Print(line)
		}
	}
	// Output:
	// <h1>b2b</h1>
	// <h2>How far leads get</h2>
	// <h2>Cohorts: do younger leads fare better?</h2>
	// <h2>What follows what</h2>
	// <h2>How long leads stay in a status</h2>
	// <h2>Odd rows in the history that was read</h2>
	// <h2>What is counted</h2>
}

func ExampleReport_WriteText() {
	f, err := funnel.Compile(funnel.Spec{Name: "b2b", Stages: []funnel.StageSpec{
		{Name: "mql", Statuses: []lead.Status{"mql"}},
		{Name: "sal", Statuses: []lead.Status{"sal"}},
		{Name: "won", Statuses: []lead.Status{"won"}},
	}})
	if err != nil {
		log.Fatal(err)
	}
	r, err := f.Report(history(), funnel.Options{AsOf: time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		log.Fatal(err)
	}
	var text strings.Builder
	if err := r.WriteText(&text); err != nil {
		log.Fatal(err)
	}
	head, rest, _ := strings.Cut(text.String(), "BEFORE YOU BELIEVE A FIGURE")
	_, rest, _ = strings.Cut(rest, "STAGES")
	stages, _, _ := strings.Cut(rest, "TIME FROM STAGE TO STAGE")
	fmt.Print(head + "STAGES" + stages)
	// Output:
	// b2b, revision 1
	// Identity: b2b@1+4dcee274
	// Cohort basis: the leads that came in at any time, and how far they got by 2026-06-30 00:00 UTC.
	// 3 leads. Left out: 0 void, 0 in no stage, 0 outside this period.
	// 1 of 3 leads reached won: 33.3 % (6.1–79.2 %). Most are missing before sal: 1 of 3 have not got
	// there (yet).
	//
	// STAGES: leads that got this far
	//                                       of                   of  joined  skipped
	//                        reached  previous  95 % range    first    here     this
	//   mql  ██████████████        3                        100.0 %       3        0
	//   sal  █████████▎            2    66.7 %  20.8–93.9    66.7 %       0        0
	//   won  ████▋                 1    50.0 %  9.5–90.5     33.3 %       0        0
}
