package funnel_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

func TestAgesOfLeadsOnTheWay(t *testing.T) {
	late := with(path("late", "a@9"), func(r *lead.Transition) { r.Due = day(9.5) })
	now := with(path("due now", "a@9"), func(r *lead.Transition) { r.Due = day(10) })
	// An activity keeps the due time, a touch ends the clock by having none.
	touched := with(path("touched", "a@5", "a@6", "a@7"), func(r *lead.Transition) {
		if r.Version < 3 {
			r.Due = day(8)
		}
	})
	waiting := with(path("waiting", "a@5", "a@6"), func(r *lead.Transition) { r.Due = day(8) })
	left := with(path("left", "a@5", "b@6"), func(r *lead.Transition) {
		if r.To == "a" {
			r.Due = day(6)
		}
	})
	found := with(path("found", "b@2"), func(r *lead.Transition) { r.Inferred = true })
	rows := join(late, now, touched, waiting, left, found, path("old", "a@-170.1"), path("won", "a@0", "c@1"), path("lost", "a@0", "d@1"))
	var got []string
	for _, a := range report(t, abc(t), rows, funnel.Options{AsOf: day(10)}).Ages {
		var text strings.Builder
		fmt.Fprintf(&text, "%s: %d, %d overdue, %d untimed;", a.Status, a.Leads, a.Overdue, a.Untimed)
		for _, b := range a.Buckets {
			fmt.Fprintf(&text, " %d–%d %d,", b.From, b.To, b.N)
		}
		got = append(got, text.String())
	}
	want := []string{
		"a: 5, 2 overdue, 0 untimed; 0–1 0, 1–3 2, 3–7 2, 7–14 0, 14–30 0, 30–60 0, 60–90 0, 90–180 0, 180–0 1,",
		"b: 2, 0 overdue, 1 untimed; 0–1 0, 1–3 0, 3–7 1, 7–14 0, 14–30 0, 30–60 0, 60–90 0, 90–180 0, 180–0 0,",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestLeaksTellWhereLeadsAre(t *testing.T) {
	rows := join(
		path("1", "a@0"), path("2", "a@0", "d@1"), path("3", "a@0", "e@1"), path("4", "a@0", "d@1"), path("5", "a@0", "f@1"),
		path("6", "b@0", "a@1"), path("7", "a@0", "b@1"), path("8", "b@0", "d@1", "b@2"), path("9", "a@0", "c@1", "d@2"),
	)
	var got []string
	for _, l := range report(t, abc(t), rows, funnel.Options{AsOf: day(3)}).Leaks {
		var text strings.Builder
		fmt.Fprintf(&text, "%s: %d, %d still", l.Stage, l.Leads, l.Still)
		for _, g := range l.Gone {
			fmt.Fprintf(&text, ", %d in %s", g.N, g.Status)
		}
		got = append(got, text.String())
	}
	want := []string{"a: 5, 1 still, 2 in d, 1 in e, 1 in f", "b: 3, 2 still, 1 in a"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func worth(t *testing.T) *funnel.Funnel {
	return compile(t, funnel.Spec{
		Name: "worth", Stages: []funnel.StageSpec{stage("a"), stage("b"), stage("c")},
		Void: []lead.Status{"void"}, Amount: "amount",
	})
}

// Of four leads two are won, after 2 and 4 days: in the mean 150 for each, per 3 days.
func TestVelocityAndItsParts(t *testing.T) {
	rows := join(
		labelled("amount", "100.10", path("1", "a@0", "c@2")),
		with(path("2", "a@0", "c@4", "a@5", "c@6"), func(r *lead.Transition) { // what it is worth later does not count
			r.Labels = map[string]string{"amount": map[int64]string{1: "7", 2: "199.90", 3: "8", 4: "9"}[r.Version]}
		}),
		labelled("amount", "5", path("3", "a@0", "b@1")), path("4", "a@0"),
		labelled("amount", "5", path("5", "a@0", "c@1", "void@2")),
	)
	v := report(t, worth(t), rows, funnel.Options{AsOf: day(7)}).Velocity
	got := fmt.Sprint(v.Leads, counts(v.Won), v.Amounts, v.Unread, *v.Sum, *v.Mean, *v.Cycle/86400, *v.PerDay)
	if want := fmt.Sprint(4, "2/4", 2, 0, 300.0, 150.0, 3.0, 100.0); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	// In the window lead 2 is won; lead 1 has been before, though its amount changes.
	rows = append(rows, labelled("amount", "1", path("1", "a@0", "c@2", "c@3.5")[2:])...)
	v = report(t, worth(t), rows, funnel.Options{AsOf: day(7), Basis: funnel.Activity, From: day(3), To: day(5)}).Velocity
	if got, want := fmt.Sprint(v.Leads, counts(v.Won), *v.Sum, *v.Cycle/86400), fmt.Sprint(2, "1/2", 199.9, 4.0); got != want {
		t.Errorf("in a window: got %s, want %s", got, want)
	}
	if v := report(t, abc(t), rows, funnel.Options{AsOf: day(7)}).Velocity; v != nil {
		t.Errorf("without an amount: got %+v", v)
	}
}

func TestVelocityWithoutAPartIsNone(t *testing.T) {
	for name, rows := range map[string][]lead.Transition{"nobody": nil, "nobody won": path("1", "a@0"), "nobody has an amount": path("1", "a@0", "c@1")} {
		if v := report(t, worth(t), rows, funnel.Options{AsOf: day(7)}).Velocity; v != nil {
			t.Errorf("%s: got %+v", name, v)
		}
	}
	for name, c := range map[string]struct {
		rows []lead.Transition
		want string
	}{
		"it takes no time": {labelled("amount", "1", path("1", "c@0")), "1/1 1 amounts sum true mean true cycle true per day false"},
		"time is not known": {
			with(labelled("amount", "1", path("1", "a@0", "c@1")), func(r *lead.Transition) { r.Inferred = true }),
			"1/1 1 amounts sum true mean true cycle false per day false",
		},
		"worth nothing": {labelled("amount", "0", path("1", "a@0", "c@1")), "1/1 1 amounts sum true mean true cycle true per day true"},
	} {
		t.Run(name, func(t *testing.T) {
			v := report(t, worth(t), c.rows, funnel.Options{AsOf: day(7)}).Velocity
			got := fmt.Sprintf("%s %d amounts sum %t mean %t cycle %t per day %t", counts(v.Won), v.Amounts, v.Sum != nil, v.Mean != nil, v.Cycle != nil, v.PerDay != nil)
			if got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestAmountsAreDecimals(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0", "1200.50": "1200.5", "-3.25": "-3.25", "007": "7", "-0.5": "-0.5", "0.000000000000000001": "1e-18",
		"999999999999999999": "1e+18", "1199.9999999999998": "1199.9999999999998",
		"1,200": "", "1.200,50": "", "1e9": "", "0x10": "", "+1": "", " 1": "", "1 ": "", ".5": "", "5.": "", "-": "", "--1": "", "1.-5": "",
		"NaN": "", "Inf": "", "１": "", "1_000": "", "€5": "", "1000000000000000000": "", strings.Repeat("9", 1000): "", "1." + strings.Repeat("9", 19): "",
	} {
		v := report(t, worth(t), labelled("amount", text, path("1", "a@0", "c@1")), funnel.Options{AsOf: day(7)}).Velocity
		got := ""
		if v.Sum != nil {
			got = fmt.Sprint(*v.Sum)
		}
		if got != want || v.Amounts+v.Unread != 1 || (v.Unread == 0) != (want != "") {
			t.Errorf("%.40q: got %q, %d amounts, %d unread; want %q", text, got, v.Amounts, v.Unread, want)
		}
	}
}

// Doubles would make 0.30000000000000004 of the first, and 0 of the second.
func TestAmountsAddUpExactly(t *testing.T) {
	for want, amounts := range map[float64][]string{
		0.3: {"0.1", "0.2"}, 1: {"999999999999999999", "1", "-999999999999999999"}, 0.25: {"-0.5", "0.75"},
		3e18: {"999999999999999999", "999999999999999999", "999999999999999999.999999999999999999"},
	} {
		var rows []lead.Transition
		for i, a := range amounts {
			rows = append(rows, labelled("amount", a, path(fmt.Sprint(i), "a@0", "c@1"))...)
		}
		v := report(t, worth(t), rows, funnel.Options{AsOf: day(7)}).Velocity
		if *v.Sum != want || *v.Mean != want/float64(len(amounts)) {
			t.Errorf("%v: got %v, mean %v, want %v", amounts, *v.Sum, *v.Mean, want)
		}
	}
}
