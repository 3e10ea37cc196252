package evidence_test

import (
	"testing"
	"time"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/maturity/evidence"
)

// As of day 100, with an open window and the default limits: 30 days until an offer is
// stale, 180 until an opportunity is quiet.
func TestCasesOnTheEdge(t *testing.T) {
	for _, c := range []struct {
		name, history, id, want string
	}{
		{"an offer due just now is not overdue", "a: 1 open mql m due=100", "decision_share", ""},
		{"nor has sales missed to react to it", "a: 1 open mql m due=100", "response_in_time", ""},
		{"an answer at the due time is in time", "a: 1 open mql m due=9\na: 9 accept sal s", "response_in_time", "1/1"},
		{"withdrawn at the due time left nothing to decide", "a: 1 open mql m due=9\na: 9 recycle recycled m", "decision_share", ""},
		{"a rule of sales is no reaction of sales", "a: 1 open mql m due=9\na: 2 mail mql sas", "response_in_time", "0/1"},
		{"the row that begins an offer is no reaction to it", "a: 1 open mql s due=9", "response_in_time", "0/1"},
		{"an offer of just 30 days ago is not stale yet", "a: 70 open mql m", "stale_share", ""},
		{"nor a case, though sales has reacted", "a: 70 open mql m\na: 80 accept sal s", "stale_share", ""},
		{"one of a moment more is", "a: 69.999 open mql m", "stale_share", "1/1"},
		{"a call on the last day was in time", "a: 1 open mql m\na: 31 call mql s", "stale_share", "0/1"},
		{"withdrawn on the last day was not left untouched", "a: 1 open mql m\na: 31 recycle recycled m", "stale_share", ""},
		{"three changes of side are more than two", "a: 1 open mql m\na: 2 x recycled m\na: 3 x sal s\na: 4 x engaged m", "bounce_share", "1/1"},
		{"a status of nobody is on no side", "a: 1 open mql m\na: 2 x lost m\na: 3 x sal s\na: 4 x engaged m", "bounce_share", "0/1"},
		{"sold after a rejection is not nurtured", "a: 1 open mql m\na: 2 reject engaged s\na: 3 x won s\na: 4 x recycled s", "recycled_share", "0/1"},
		{"the next offer ends the wait for nurturing", "a: 1 open mql m\na: 2 reject engaged s\na: 3 qualify mql m\na: 4 x recycled s", "recycled_share", "0/1"},
		{"the last of two rejections counts", "a: 1 open mql m\na: 2 reject engaged s\na: 3 qualify mql m\na: 4 reject recycled s", "recycled_share", "1/1"},
		{"a way back passes over what had ended", "a: 1 open sal s\na: 2 disqualify disqualified s\na: 3 x lost s\na: 4 reopen sal s", "conforming_changes", "2/3"},
		{"a way back leads nowhere else", "a: 1 open sal s\na: 2 disqualify disqualified s\na: 3 reopen sql s", "conforming_changes", "1/2"},
		{"a group leaves out its own target", "a: 1 open engaged s\na: 2 reopen lost s", "conforming_changes", "0/1"},
		{"an event of the lifecycle must lead there", "a: 1 open mql s\na: 2 reject sal s", "conforming_changes", "0/1"},
		{"an event of the export may be called anything", "a: 1 open mql s\na: 2 Status_changed sal s", "conforming_changes", "1/1"},
		{"a fingerprint beats a label left over", "a: 1 open mql m print=a1 label=manual", "scored_share", "1/1"},
		{"but not one that the row set", "a: 1 open mql m print=a1 set=manual", "scored_share", "0/1"},
		{"work of a rule of marketing is not the department's", "a: 1 open inquiry m\na: 2 engage engaged mas", "team_share", "0/1"},
		{"of a lead that was just converted the outcome is known: open", "a: 1 open converted s", "outcome_linked", "1/1"},
		{"parked is no outcome", "a: 1 open converted s\na: 2 x recycled s", "outcome_linked", "0/1"},
		{"nobody knows when an adopted lead was offered", "a: 1 open mql m due=9 adopted", "decision_share", ""},
		{"nor whether sales reacted in time", "a: 1 open mql m due=9 adopted\na: 20 accept sal s", "response_in_time", ""},
		{"nor whether it was left untouched", "a: 1 open mql m adopted", "stale_share", ""},
		{"nor when an answer came that is known by adoption only", "a: 1 open mql m due=9\na: 20 accept sal s adopted", "response_in_time", ""},
		{"nor a reaction", "a: 1 open mql m due=9\na: 20 call mql s adopted", "response_in_time", ""},
		{"yet it was accepted", "a: 1 open mql m due=9 adopted\na: 20 accept sal s", "acceptance_rate", "1/1"},
		{"as of the very last moment rows count", "a: 1 open mql m\na: 100 accept sal s", "acceptance_rate", "1/1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := evidence.Options{Lifecycle: lifecycle(), AsOf: at(100)}
			got := brief(measure(t, rows(t, c.history), o))
			if got := got["ev.rel."+c.id] + got["ev.lm."+c.id]; got != c.want {
				t.Errorf("%s: %q, want %q", c.id, got, c.want)
			}
		})
	}
}

func TestSilenceMakesAnOutcomeUnknownAfterItsTime(t *testing.T) {
	for days, want := range map[int]string{50: "1/1", 49: "0/1"} {
		o := evidence.Options{Lifecycle: lifecycle(), AsOf: at(60), QuietAfter: time.Duration(days) * 24 * time.Hour}
		if got := brief(measure(t, rows(t, "a: 10 open converted s"), o))["ev.lm.outcome_linked"]; got != want {
			t.Errorf("quiet for 50 days, of %d: %s, want %s", days, got, want)
		}
	}
}

func TestAnotherHandOffIsMeasuredByItsOwnRules(t *testing.T) {
	o := evidence.Options{
		Lifecycle: lifecycle(), AsOf: at(100), Converted: []lead.Status{"sql"},
		HandOff: &funnel.HandOffSpec{
			Status: "engaged", Side: lead.LeadManagement, Criteria: "rules",
			Accepted: funnel.EndSpec{Statuses: []lead.Status{"mql"}},
			Rejected: funnel.EndSpec{Statuses: []lead.Status{"disqualified"}, Events: []lead.Event{"drop", "recycle"}},
			Returned: funnel.EndSpec{Statuses: []lead.Status{"inquiry"}},
		},
	}
	history := rows(t, `
		a: 1 open engaged m label=signed
		a: 2 qualify mql l
		a: 3 accept sql s
		b: 1 open engaged m print=a1
		b: 2 disqualify disqualified l reason=no_consent # on the list of the event
		c: 1 open engaged m
		c: 2 drop recycled l reason=no_consent # on that of an event that rejects
		d: 1 open engaged m
		d: 2 drop recycled l reason=bad_timing # on that of none
		e: 1 open engaged m
		e: 2 back inquiry l
		f: 1 open engaged m
		f: 2 recycle recycled m reason=no_consent # the event has no list`)
	got := brief(measure(t, history, o))
	for id, want := range map[string]string{
		"ev.rel.acceptance_rate": "1/6",
		"ev.rel.reason_share":    "2/4",
		"ev.lm.scored_share":     "1/6",
		"ev.lm.outcome_linked":   "1/1",
		"ev.rel.stale_share":     "0/6",
	} {
		if got[id] != want {
			t.Errorf("%s: %s, want %s", id, got[id], want)
		}
	}
}
