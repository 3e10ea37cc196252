package evidence_test

import (
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/maturity/evidence"
)

func leads(t testing.TB) []lead.Transition {
	t.Helper()
	text, err := os.ReadFile("testdata/leads.txt")
	if err != nil {
		t.Fatal(err)
	}
	return rows(t, string(text))
}

func options() evidence.Options {
	return evidence.Options{
		Lifecycle: lifecycle(), From: at(0), To: at(90), AsOf: at(100),
		QuietAfter: 60 * 24 * time.Hour,
	}
}

// The comments name the leads: those that count in the numerator, then the others.
func TestSeventeenLeadsCountedByHand(t *testing.T) {
	want := map[string]string{
		// 01 02 03 03 14 15 16; 04 05 07. Out: 06 withdrawn in time, 08 09 not due, 10 without a due time
		"ev.rel.decision_share": "7/10",
		// 02 14 15; 03 03 16
		"ev.rel.reason_share": "3/6",
		// 01 03 03 09 14 15; 02 04 05 07 16
		"ev.rel.response_in_time": "6/11",
		// 01 09; 02 03 03 10 14 15 16
		"ev.rel.acceptance_rate": "2/9",
		// 05 16; 01 02 03 03 04 07 10 14 15. Out: 06 withdrawn, 08 09 too young
		"ev.rel.stale_share": "2/11",
		// 03 16; 01 02 04 05 06 07 08 09 10 14 15
		"ev.rel.bounce_share": "2/13",
		// 02 03 14; 15. Out: 16 disqualified
		"ev.rel.recycled_share": "3/4",
		// 01 six, 02 two, 03 five, 04 05 one each, 06 07 two each, 08 one, 09 two, 10 two, 11 two,
		// 12 three, 14 four, 15 one, 16 one, 17 one: 36; 10 sold, 14 park and engage, 15 reject
		"ev.lm.conforming_changes": "36/40",
		// 02 06 09 10 14 one each: 5;
		// 03 three, 04, 10 sold, 11 sales_generate, 14 disqualify and park: 8; the
		// steps of rules that say no side are nobody's
		"ev.lm.team_share": "5/13",
		// 01 02 05 06 07 08 10 14 16; 03 04 09 15
		"ev.lm.scored_share": "9/13",
		// 01 won, 12 lost once, 17 open; 11 silent
		"ev.lm.outcome_linked": "3/4",
	}
	got := measure(t, leads(t), options())
	if diff := cmp.Diff(want, brief(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, m := range got {
		if !m.From.Equal(at(0)) || !m.To.Equal(at(90)) {
			t.Errorf("%s: window %v to %v", m.ID, m.From, m.To)
		}
	}
}

// The report of marketing and sales and the proof of the maturity are about the same
// offers: whoever has both at hand must find the same figures.
func TestFiguresAreThoseOfTheHandOffReport(t *testing.T) {
	got := brief(measure(t, leads(t), options()))
	f, err := funnel.Compile(funnel.FromLifecycle(lifecycle()))
	if err != nil {
		t.Fatal(err)
	}
	r, err := f.Report(seq(leads(t)), funnel.Options{Basis: funnel.Activity, From: at(0), To: at(90), AsOf: at(100)})
	if err != nil {
		t.Fatal(err)
	}
	total := r.HandOff.Total
	var agreed int64
	for _, reason := range r.HandOff.Reasons {
		switch reason.Reason {
		case "not_icp", "no_interest", "not_reached", "bad_timing", "other":
			if reason.End == funnel.OfferRejected {
				agreed += reason.N
			}
		}
	}
	// Sales left a row other than an answer on offers 04 and 07 only, both of them late:
	// the clock has missed them either way.
	want := map[string]string{
		"ev.rel.acceptance_rate":  fraction(total.OfDecided.Num, total.OfDecided.Den),
		"ev.rel.reason_share":     fraction(agreed, total.Rejected),
		"ev.rel.response_in_time": fraction(total.Decision.Kept.Num, total.Decision.Kept.Den),
	}
	for id, want := range want {
		if got[id] != want {
			t.Errorf("%s: %s, the hand-off report has %s", id, got[id], want)
		}
	}
}

func TestStandardLifecycleCountedByHand(t *testing.T) {
	// Eleven statuses, all defined. Seventeen transitions: touch changes no status,
	// discard is for everyone.
	want := map[string]string{"ev.lm.status_documented": "11/11", "ev.lm.transition_rules": "15/16"}
	if diff := cmp.Diff(want, brief(evidence.FromSpec(lead.Standard()))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	bare := lead.Standard()
	for i := range bare.Statuses {
		bare.Statuses[i].Definition = lead.Text{De: " "}
	}
	// By themselves: nominate, reject, return, lose, recycle (of sales), disqualify, reopen.
	want = map[string]string{"ev.lm.status_documented": "0/11", "ev.lm.transition_rules": "7/16"}
	if diff := cmp.Diff(want, brief(evidence.FromSpec(bare))); diff != "" {
		t.Errorf("without definitions (-want +got):\n%s", diff)
	}
	bare.Guard("qualify", "criteria")
	if got := brief(evidence.FromSpec(bare))["ev.lm.transition_rules"]; got != "8/16" {
		t.Errorf("with a guard on qualify: %s", got)
	}
	if got := evidence.FromSpec(lead.Spec{}); len(got) != 0 {
		t.Errorf("of nothing: %v", got)
	}
}
