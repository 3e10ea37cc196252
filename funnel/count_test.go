package funnel_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

func TestStageCounts(t *testing.T) {
	missing := func(rows []lead.Transition, i int) []lead.Transition {
		rows[i].At = time.Time{}
		return rows
	}
	for _, tt := range []struct {
		name    string
		history []lead.Transition
		options funnel.Options
		want    []string
	}{
		{
			name:    "a straight way enters and reaches every stage",
			history: path("x", "a@0", "b@1", "c@2"),
			want:    []string{"a 1/1-0 +1", "b 1/1-0 +0", "c 1/1-0 +0"},
		},
		{
			name:    "a stage that was jumped over is reached but not entered",
			history: path("x", "a@0", "c@2"),
			want:    []string{"a 1/1-0 +1", "b 0/1-1 +0", "c 1/1-0 +0"},
		},
		{
			name:    "a lead that joins late skips what lies before",
			history: path("x", "b@0"),
			want:    []string{"a 0/1-1 +0", "b 1/1-0 +1", "c 0/0-0 +0"},
		},
		{
			name:    "a way back enters the earlier stage but joins only once",
			history: path("x", "b@0", "a@1"),
			want:    []string{"a 1/1-0 +0", "b 1/1-0 +1", "c 0/0-0 +0"},
		},
		{
			name:    "entering a stage again does not count again",
			history: path("x", "a@0", "b@1", "a@2", "b@3"),
			want:    []string{"a 1/1-0 +1", "b 1/1-0 +0", "c 0/0-0 +0"},
		},
		{
			name:    "statuses in no stage move nobody",
			history: path("x", "d@0", "a@1", "d@2", "e@3"),
			want:    []string{"a 1/1-0 +1", "b 0/0-0 +0", "c 0/0-0 +0"},
		},
		{
			name:    "a lead that enters no stage is not in the report",
			history: path("x", "d@0", "e@3"),
			want:    []string{"a 0/0-0 +0", "b 0/0-0 +0", "c 0/0-0 +0"},
		},
		{
			name:    "a lead that is void at the end is not in the report",
			history: path("x", "a@0", "b@1", "void@3"),
			want:    []string{"a 0/0-0 +0", "b 0/0-0 +0", "c 0/0-0 +0"},
		},
		{
			name:    "a lead that was void and has come back is",
			history: path("x", "a@0", "void@3", "b@4"),
			want:    []string{"a 1/1-0 +1", "b 1/1-0 +0", "c 0/0-0 +0"},
		},
		{
			name:    "a lead that becomes void after as-of is not void",
			history: path("x", "a@0", "void@11"),
			want:    []string{"a 1/1-0 +1", "b 0/0-0 +0", "c 0/0-0 +0"},
		},
		{
			name:    "a row at as-of counts, one a microsecond later does not exist",
			history: join(path("x", "a@0", "b@10"), path("y", "a@0", "b@10.0000000000116")),
			want:    []string{"a 2/2-0 +2", "b 1/1-0 +0", "c 0/0-0 +0"},
		},
		{
			name:    "the date puts rows in order, not the version",
			history: path("x", "c@5", "a@1"),
			want:    []string{"a 1/1-0 +1", "b 0/1-1 +0", "c 1/1-0 +0"},
		},
		{
			name:    "at equal times the version does",
			history: path("x", "b@1", "a@1"),
			want:    []string{"a 1/1-0 +0", "b 1/1-0 +1", "c 0/0-0 +0"},
		},
		{
			name:    "a row without a time is left out",
			history: missing(path("x", "a@0", "b@1", "c@2"), 1),
			want:    []string{"a 1/1-0 +1", "b 0/1-1 +0", "c 1/1-0 +0"},
		},
		{
			name:    "a cohort is of leads that came in during the window, its bounds half-open",
			history: join(path("x", "a@1"), path("y", "a@2"), path("z", "a@2.99"), path("u", "a@3"), path("v", "d@2", "a@4")),
			options: funnel.Options{From: day(2), To: day(3)},
			want:    []string{"a 2/2-0 +2", "b 0/0-0 +0", "c 0/0-0 +0"},
		},
		{
			name:    "a cohort is followed beyond the window",
			history: path("x", "a@1", "b@2", "c@9"),
			options: funnel.Options{From: day(1), To: day(2)},
			want:    []string{"a 1/1-0 +1", "b 1/1-0 +0", "c 1/1-0 +0"},
		},
		{
			name:    "the activity basis counts what happened in the window, whoever came in when",
			history: join(path("x", "a@1", "b@5", "c@9"), path("y", "a@5")),
			options: funnel.Options{Basis: funnel.Activity, From: day(4), To: day(6)},
			want:    []string{"a 1/1-0 +1", "b 1/1-0 +0", "c 0/0-0 +0"},
		},
		{
			name:    "on the activity basis a stage is reached once, when it or a later one is first entered",
			history: path("x", "a@1", "c@2", "b@5"),
			options: funnel.Options{Basis: funnel.Activity, From: day(4), To: day(6)},
			want:    []string{"a 0/0-0 +0", "b 1/0-0 +0", "c 0/0-0 +0"},
		},
		{
			name:    "on the activity basis what is skipped in the window may be entered up to as-of",
			history: join(path("x", "a@1", "c@5", "b@7"), path("y", "a@1", "c@5", "b@11")),
			options: funnel.Options{Basis: funnel.Activity, From: day(4), To: day(6)},
			want:    []string{"a 0/0-0 +0", "b 0/2-1 +0", "c 2/2-0 +0"},
		},
		{
			name:    "on the activity basis a later visit enters again, but reaches nothing new",
			history: path("x", "a@1", "b@2", "a@5"),
			options: funnel.Options{Basis: funnel.Activity, From: day(4), To: day(6)},
			want:    []string{"a 1/0-0 +0", "b 0/0-0 +0", "c 0/0-0 +0"},
		},
		{
			name:    "an activity within a visit enters nothing",
			history: path("x", "a@1", "a@5"),
			options: funnel.Options{Basis: funnel.Activity, From: day(4), To: day(6)},
			want:    []string{"a 0/0-0 +0", "b 0/0-0 +0", "c 0/0-0 +0"},
		},
		{
			name:    "an inferred row counts",
			history: with(path("x", "b@1"), func(r *lead.Transition) { r.Inferred = true }),
			want:    []string{"a 0/1-1 +0", "b 1/1-0 +1", "c 0/0-0 +0"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.options.AsOf = day(10)
			r := report(t, abc(t), tt.history, tt.options)
			if diff := cmp.Diff(tt.want, stages(r.Stages)); diff != "" {
				t.Errorf("stages, entered/reached-skipped +joined (-want +got):\n%s", diff)
			}
		})
	}
}

func TestStageOfSeveralStatusesIsEnteredOnce(t *testing.T) {
	f := compile(t, funnel.Spec{Name: "two", Stages: []funnel.StageSpec{stage("in", "new", "open"), stage("out", "won")}})
	r := report(t, f, path("x", "new@0", "open@1", "won@3"), funnel.Options{AsOf: day(10)})
	if diff := cmp.Diff([]string{"in 1/1-0 +1", "out 1/1-0 +0"}, stages(r.Stages)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got, want := days(r.Stages[0].TimeToNext), "n=1 open=0 mean=3 p50=3 p90=3 km=3"; got != want {
		t.Errorf("time to next: got %s, want %s", got, want)
	}
}

func TestConversionIsOfThePreviousStageAndCumulativeOfTheFirst(t *testing.T) {
	r := report(t, abc(t), join(
		path("x", "a@0", "b@1", "c@2"), path("y", "a@0", "b@1"), path("z", "a@0"), path("u", "a@0"),
	), funnel.Options{AsOf: day(10)})
	type rates struct {
		Conversion *funnel.Rate
		Cumulative funnel.Rate
	}
	var got []rates
	for _, s := range r.Stages {
		got = append(got, rates{s.Conversion, s.Cumulative})
	}
	want := []rates{
		{nil, funnel.Rate{Num: 4, Den: 4}},
		{&funnel.Rate{Num: 2, Den: 4}, funnel.Rate{Num: 2, Den: 4}},
		{&funnel.Rate{Num: 1, Den: 2}, funnel.Rate{Num: 1, Den: 4}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCountsTellWhatBecameOfEveryLead(t *testing.T) {
	history := join(
		path("in", "a@5", "a@6", "b@7"),
		path("void", "a@5", "void@6"), path("void at once", "void@5"),
		path("no stage", "d@5"),
		path("before", "a@1"), path("void before", "a@1", "void@2"), path("no stage before", "d@1"),
		path("later", "a@11"),
		path("across", "a@1", "b@5"),
	)
	history = append(history, history[0], history[0]) // read three times
	for _, tt := range []struct {
		basis funnel.Basis
		want  funnel.Counts
	}{
		{funnel.Cohort, funnel.Counts{Leads: 1, Void: 2, NoStage: 1, Outside: 4, Rows: 3, Duplicates: 2}},
		{funnel.Activity, funnel.Counts{Leads: 2, Void: 2, NoStage: 1, Outside: 3, Rows: 3, Duplicates: 2}},
	} {
		r := report(t, abc(t), history, funnel.Options{Basis: tt.basis, From: day(4), To: day(7), AsOf: day(10)})
		if diff := cmp.Diff(tt.want, r.Counts); diff != "" {
			t.Errorf("%s basis (-want +got):\n%s", tt.basis, diff)
		}
	}
}

func TestTransitionsCountEveryRow(t *testing.T) {
	history := join(
		path("x", "a@0", "a@1", "b@2", "a@5"),
		path("y", "a@0", "b@5"),
		path("back to front", "b@3", "a@1"),
		path("void", "a@0", "void@5"),
		path("no stage", "d@0"),
	)
	for _, tt := range []struct {
		name    string
		options funnel.Options
		want    []string
	}{
		{
			"of the leads in the report, activities and ends included",
			funnel.Options{},
			[]string{"(start)>a 3", "a>b 3", "b>(end) 2", "a>(end) 1", "a>a 1", "b>a 1"},
		},
		{
			"in the window on the activity basis, the end with the last row",
			funnel.Options{Basis: funnel.Activity, From: day(4)},
			[]string{"a>(end) 1", "a>b 1", "b>(end) 1", "b>a 1"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.options.AsOf = day(10)
			got := flows(report(t, abc(t), history, tt.options).Transitions)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTransitionsQuoteAStatusThatIsNamedLikeAnEnd(t *testing.T) {
	history := path("x", "a@0", "(end)@1", "(start)@2")
	got := flows(report(t, abc(t), history, funnel.Options{AsOf: day(10)}).Transitions)
	want := []string{`"(end)">"(start)" 1`, `"(start)">(end) 1`, "(start)>a 1", `a>"(end)" 1`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTransitionsGoByToAndNotByFrom(t *testing.T) {
	history := with(path("x", "a@0", "b@1"), func(r *lead.Transition) { r.From = "elsewhere" })
	got := flows(report(t, abc(t), history, funnel.Options{AsOf: day(10)}).Transitions)
	if diff := cmp.Diff([]string{"(start)>a 1", "a>b 1", "b>(end) 1"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestStatusesListThoseOfStagesFirstAndOthersThatOccurred(t *testing.T) {
	history := join(path("x", "z@0", "b@1", "d@2", "b@3", "d@4", "b@5"), path("y", "a@1", "d@2"), path("no stage", "q@1"))
	var got []string
	for _, s := range report(t, abc(t), history, funnel.Options{AsOf: day(10)}).Statuses {
		got = append(got, fmt.Sprintf("%s %q visits=%d leads=%d again=%d/%d",
			s.Status, s.Stage, s.Visits, s.Leads, s.Reentered.Leads, s.Reentered.Times))
	}
	want := []string{
		`a "a" visits=1 leads=1 again=0/0`,
		`b "b" visits=3 leads=1 again=1/2`,
		`c "c" visits=0 leads=0 again=0/0`,
		`d "" visits=3 leads=2 again=1/1`,
		`z "" visits=1 leads=1 again=0/0`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReentriesOnTheActivityBasisAreThoseInTheWindow(t *testing.T) {
	history := join(path("x", "a@1", "b@2", "a@5", "b@5.5", "a@7"), path("y", "a@5", "b@6"))
	r := report(t, abc(t), history, funnel.Options{Basis: funnel.Activity, From: day(4), To: day(6), AsOf: day(10)})
	if got, want := status(t, r, "a").Reentered, (funnel.Reentered{Leads: 1, Times: 1}); got != want {
		t.Errorf("a: got %+v, want %+v", got, want)
	}
	if got, want := status(t, r, "b").Reentered, (funnel.Reentered{Leads: 1, Times: 1}); got != want {
		t.Errorf("b: got %+v, want %+v", got, want)
	}
}

func TestRowsInTheFarFutureAreBehindAsOf(t *testing.T) {
	rows := path("x", "a@0", "b@1", "c@2")
	rows[1].At = time.Unix(1<<60, 0)                            // beyond what microseconds can count
	rows[2].At = time.Date(292_278, 1, 1, 0, 0, 0, 0, time.UTC) // just so
	r := report(t, abc(t), rows, funnel.Options{AsOf: day(10)})
	if diff := cmp.Diff([]string{"a 1/1-0 +1", "b 0/0-0 +0", "c 0/0-0 +0"}, stages(r.Stages)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRenamedStatusesAreReadAsTodays(t *testing.T) {
	f := compile(t, funnel.Spec{
		Name: "renamed", Stages: []funnel.StageSpec{stage("a"), stage("b")}, Void: []lead.Status{"void"},
		Renamed: map[lead.Status]lead.Status{"old a": "a", "spam": "void"},
	})
	r := report(t, f, join(path("x", "old a@0", "a@1", "b@2"), path("y", "old a@1", "spam@2")), funnel.Options{AsOf: day(10)})
	if diff := cmp.Diff([]string{"(start)>a 1", "a>a 1", "a>b 1", "b>(end) 1"}, flows(r.Transitions)); diff != "" {
		t.Errorf("transitions (-want +got):\n%s", diff)
	}
	if r.Counts.Void != 1 {
		t.Errorf("void: got %d, want 1", r.Counts.Void)
	}
}
