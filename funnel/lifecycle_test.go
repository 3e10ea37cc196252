package funnel_test

import (
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

func TestFromLifecycle(t *testing.T) {
	got := funnel.FromLifecycle(lead.Spec{
		Name: "b2b", Revision: 4,
		Groups: map[string][]lead.Status{"over": {"lost", "dead"}},
		Statuses: []lead.StatusSpec{
			{Name: "mql", Category: lead.Open, Title: lead.Text{En: "Qualified"}, Was: []lead.Status{"hot", "prospect"}},
			{Name: "parked", Category: lead.Waiting, Was: []lead.Status{"nurture"}},
			{Name: "sal", Category: lead.Open},
			{Name: "won", Category: lead.Won},
			{Name: "lost", Category: lead.Lost},
			{Name: "dead", Category: lead.Lost},
			{Name: "gone", Category: lead.Lost},
			{Name: "test", Category: lead.Void},
			{Name: "spam", Category: lead.Void},
		},
		Transitions: []lead.TransitionSpec{
			{Event: "accept", From: []string{lead.AnyOpen}, To: "sal"},
			{Event: "win", From: []string{"sal"}, To: "won"},
			{Event: "comment", From: []string{"won"}, To: lead.Stay},      // leads nowhere
			{Event: "bury", From: []string{"over"}, To: "dead"},           // from lost, not from dead
			{Event: "restore", From: []string{"test"}, To: lead.Previous}, // by name
		},
	})
	want := funnel.Spec{
		Name: "b2b", Revision: 4,
		Stages: []funnel.StageSpec{
			{Name: "mql", Title: lead.Text{En: "Qualified"}, Statuses: []lead.Status{"mql"}},
			{Name: "sal", Statuses: []lead.Status{"sal"}},
			{Name: "won", Statuses: []lead.Status{"won"}},
		},
		Void:     []lead.Status{"test", "spam"},
		Known:    []lead.Status{"mql", "parked", "sal", "won", "lost", "dead", "gone", "test", "spam"},
		Terminal: []lead.Status{"won", "dead", "gone", "spam"},
		Renamed:  map[lead.Status]lead.Status{"hot": "mql", "prospect": "mql", "nurture": "parked"},
		Amount:   "amount",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	compile(t, got)
}

// People read the titles of reasons, programs their codes.
func TestReasonsHaveTheTitlesOfTheLifecycle(t *testing.T) {
	s := salesSpec()
	s.HandOff.Reasons = funnel.FromLifecycle(lead.Standard()).HandOff.Reasons
	title := s.HandOff.Reasons["bad_timing"]
	if title != (lead.Text{En: "Wrong time", De: "Falscher Zeitpunkt"}) {
		t.Errorf("got %+v", title)
	}
	refused := func(id, reason string) []lead.Transition {
		rows := story(id, step{"qualify", "mql", 1, 3, "", "", nil}, step{"reject", "recycled", 2, 0, lead.Sales, reason, nil})
		return rows
	}
	r := report(t, compile(t, s), join(refused("1", "bad_timing"), refused("2", "bad_timing"), refused("3", "own_code")), funnel.Options{AsOf: day(10)})
	for name, write := range map[string]func(io.Writer) error{
		"text": r.WriteText, "Markdown": r.WriteMarkdown, "HTML": r.WriteHTML,
		"picture": func(w io.Writer) error { return r.WritePicture(w, funnel.ReasonPicture) },
	} {
		got := strings.NewReplacer(`\`, "", "\u2060", "", "&#95;", "_").Replace(rendered(t, write))
		if !strings.Contains(got, "Wrong time") || strings.Contains(got, "bad_timing") || !strings.Contains(got, "own_code") {
			t.Errorf("%s: the title of one reason and the code of the other are not what is shown", name)
		}
	}
	for name, write := range map[string]func(io.Writer) error{"JSON": r.WriteJSON, "CSV": r.WriteCSV} {
		if got := rendered(t, write); !strings.Contains(got, "bad_timing") || !strings.Contains(got, "Wrong time") {
			t.Errorf("%s lacks the code or the title", name)
		}
	}
	if a := r.HandOff.Agenda; !slices.ContainsFunc(a, func(i funnel.AgendaItem) bool {
		return i.About == "bad_timing" && strings.Contains(i.Text, "were for “Wrong time”")
	}) {
		t.Errorf("agenda: %+v", a)
	}
}

// Stages have the titles of their statuses; the others are in Titles.
func TestStatusesHaveTheTitlesOfTheLifecycle(t *testing.T) {
	s := lead.Standard()
	r := report(t, compile(t, funnel.FromLifecycle(s)), path("1", "inquiry@0", "recycled@1"), funnel.Options{AsOf: day(2)})
	for _, st := range s.Statuses {
		if got := r.Titles.Statuses[st.Name]; got != st.Title.En || got == "" {
			t.Errorf("%s goes by %q, want %q", st.Name, got, st.Title.En)
		}
	}
	for _, one := range r.Statuses {
		if i := slices.IndexFunc(s.Statuses, func(st lead.StatusSpec) bool { return st.Name == one.Status }); one.Title != s.Statuses[i].Title {
			t.Errorf("%s has the title %+v, want %+v", one.Status, one.Title, s.Statuses[i].Title)
		}
	}
}

func TestStandardLifecycleMakesAFunnel(t *testing.T) {
	f := compile(t, funnel.FromLifecycle(lead.Standard()))
	history := join(
		path("won", "inquiry@0", "mql@1", "sal@2", "sal@2.5", "sql@3", "converted@5", "won@9"),
		path("lost", "inquiry@0", "engaged@1", "mql@2", "recycled@3"),
		path("bad", "inquiry@0", "void@1"),
	)
	r := report(t, f, history, funnel.Options{AsOf: day(10)})
	want := []string{
		"inquiry 2/2-0 +2", "engaged 1/2-1 +0", "mql 2/2-0 +0", "sal 1/1-0 +0", "sql 1/1-0 +0", "converted 1/1-0 +0", "won 1/1-0 +0",
	}
	if diff := cmp.Diff(want, stages(r.Stages)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if r.Counts.Void != 1 || len(r.Anomalies) > 0 {
		t.Errorf("got %d void leads and anomalies %v, want 1 and none", r.Counts.Void, r.Anomalies)
	}
}
