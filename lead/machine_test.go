package lead

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	_ "github.com/leadline-go/leadline/internal/lazygc"
)

var (
	ann = Actor{ID: "ann", Side: Sales}
	mia = Actor{ID: "mia", Side: Marketing}
	job = Actor{ID: "nightly", Kind: System}
)

func standard(t testing.TB, b Bindings[string], guard ...string) *Machine[string] {
	t.Helper()
	spec := Standard()
	for _, g := range guard {
		spec.Guard("qualify", g)
	}
	m, err := Compile(spec, b)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// walk applies commands to a lead that mia opens at noon, an hour apart, and
// returns its rows.
func walk(t testing.TB, m *Machine[string], cmds ...Command[string]) []Transition {
	t.Helper()
	at := noon
	tr, err := m.Next(t.Context(), State{}, Command[string]{ID: "L", Actor: mia, At: at})
	if err != nil {
		t.Fatal(err)
	}
	rows := []Transition{tr}
	for _, cmd := range cmds {
		at = at.Add(time.Hour)
		cmd.ID = "L"
		if cmd.At.IsZero() {
			cmd.At = at
		}
		tr, err = m.Next(t.Context(), tr.State(), cmd)
		if err != nil {
			t.Fatalf("%s after %d rows: %v", cmd.Event, len(rows), err)
		}
		rows = append(rows, tr)
		at = cmd.At
	}
	return rows
}

func last(rows []Transition) Transition { return rows[len(rows)-1] }

func codes(bs []Blocker) string {
	var out []string
	for _, b := range bs {
		out = append(out, b.Code)
	}
	return strings.Join(out, " ")
}

func TestACompleteRow(t *testing.T) {
	m := standard(t, Bindings[string]{})
	rows := walk(t, m,
		Command[string]{Event: "nominate", Actor: mia, Reason: "referral", Note: "met at the fair", Labels: map[string]string{"source": "fair", "grade": "A1"}, Key: "k"},
		Command[string]{Event: "accept", Actor: ann},
	)
	for i := range rows {
		if len(rows[i].KeyHash) != 32 && rows[i].Key != "" {
			t.Errorf("KeyHash %q", rows[i].KeyHash)
		}
		rows[i].KeyHash = ""
	}
	at := func(h int) time.Time { return noon.Add(time.Duration(h) * time.Hour) }
	person := func(a Actor) Actor { a.Kind = Human; return a }
	want := []Transition{
		{LeadID: "L", Version: 1, Event: "open", To: "inquiry", At: at(0), Recorded: at(0), Since: at(0), Actor: person(mia), Spec: m.ID()},
		{
			LeadID: "L", Version: 2, Event: "nominate", From: "inquiry", To: "mql", Prior: "inquiry",
			At: at(1), Recorded: at(1), Since: at(1), Due: at(25), Actor: person(mia), Reason: "referral", Note: "met at the fair",
			Labels: map[string]string{"source": "fair", "criteria": "manual", "grade": "A1"}, // the command's own grade wins over sets
			Set:    []string{"criteria", "grade", "source"},                                  // score_band was not there to remove
			Key:    "k", Spec: m.ID(),
		},
		{
			LeadID: "L", Version: 3, Event: "accept", From: "mql", To: "sal", Prior: "mql",
			At: at(2), Recorded: at(2), Since: at(2), Due: at(26), Actor: person(ann),
			Labels: map[string]string{"source": "fair", "criteria": "manual", "grade": "A1", "owner": "ann"},
			Set:    []string{"owner"}, Spec: m.ID(),
		},
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAnActivityStaysInItsVisit(t *testing.T) {
	m := standard(t, Bindings[string]{})
	rows := walk(t, m,
		Command[string]{Event: "qualify", Actor: job},
		Command[string]{Event: "accept", Actor: ann},
		Command[string]{Event: "touch", Actor: ann},
		Command[string]{Event: "touch", Actor: ann},
	)
	accept, touch, again := rows[2], rows[3], rows[4]
	if touch.From != "sal" || touch.To != "sal" || !touch.Since.Equal(accept.Since) || touch.Prior != accept.Prior {
		t.Errorf("the touch left its visit: %+v", touch)
	}
	if !touch.Due.IsZero() || !again.Due.IsZero() {
		t.Errorf("the first touch ends the clock: due %v, then %v", touch.Due, again.Due)
	}
	// An activity that is not the one the clock waits for leaves it running.
	spec := Standard()
	spec.Transitions = append(spec.Transitions, TransitionSpec{Event: "remark", From: []string{"sal"}, To: Stay})
	m, err := Compile(spec, Bindings[string]{})
	if err != nil {
		t.Fatal(err)
	}
	tr, err := m.Next(t.Context(), accept.State(), Command[string]{ID: "L", Event: "remark", Actor: ann, At: accept.At})
	if err != nil || !tr.Due.Equal(accept.Due) {
		t.Errorf("due %v, want %v; %v", tr.Due, accept.Due, err)
	}
}

func TestPreviousLeadsBackToTheLastOpenStatus(t *testing.T) {
	m := standard(t, Bindings[string]{})
	for _, tt := range []struct {
		name string
		cmds []Command[string]
		want Status
	}{
		{"from a rejection for good", []Command[string]{
			{Event: "qualify", Actor: job},
			{Event: "disqualify", Actor: ann, Reason: "competitor"},
		}, "mql"},
		{"past activities", []Command[string]{
			{Event: "qualify", Actor: job},
			{Event: "accept", Actor: ann},
			{Event: "touch", Actor: ann},
			{Event: "discard", Actor: ann, Reason: "test"},
		}, "sal"},
		{"a second time", []Command[string]{
			{Event: "discard", Actor: ann, Reason: "test"},
			{Event: "reopen", Actor: ann, Note: "no test"},
			{Event: "discard", Actor: ann, Reason: "spam"},
		}, "inquiry"},
		{"into a waiting one", []Command[string]{
			{Event: "recycle", Actor: mia},
			{Event: "discard", Actor: ann, Reason: "test"},
		}, "recycled"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := last(walk(t, m, tt.cmds...))
			after := last(walk(t, m, append(tt.cmds, Command[string]{Event: "reopen", Actor: ann, Note: "again"})...))
			if after.To != tt.want || after.Since != after.At || before.Prior != tt.want {
				t.Errorf("reopened into %q since %v with prior %q before, want %q", after.To, after.Since, before.Prior, tt.want)
			}
			if (after.To == "mql" || after.To == "sal" || after.To == "recycled") == after.Due.IsZero() {
				t.Errorf("due %v in %s: the clock starts anew", after.Due, after.To)
			}
		})
	}
	_, err := m.Next(t.Context(), State{LeadID: "L", Status: "lost", Version: 1}, Command[string]{ID: "L", Event: "reopen", Actor: ann, Note: "x", At: noon})
	if r, ok := errors.AsType[*RefusedError](err); !ok || codes(r.Blockers) != CodeNoPrior {
		t.Errorf("without a previous status: %v", err)
	}
	_, err = m.Next(t.Context(), State{LeadID: "L", Status: "lost", Prior: "gone", Version: 1}, Command[string]{ID: "L", Event: "reopen", Actor: ann, Note: "x", At: noon})
	if r, ok := errors.AsType[*RefusedError](err); !ok || codes(r.Blockers) != CodeNoPrior {
		t.Errorf("with one that the lifecycle lacks: %v", err)
	}
}

func TestOlderNamesAreReadAsTheNewOne(t *testing.T) {
	spec := Standard()
	spec.Statuses[8].Was = []Status{"nurture"}
	m, err := Compile(spec, Bindings[string]{})
	if err != nil {
		t.Fatal(err)
	}
	tr, err := m.Next(t.Context(), State{LeadID: "L", Status: "nurture", Version: 3}, Command[string]{ID: "L", Event: "engage", Actor: mia, At: noon})
	if err != nil || tr.From != "recycled" || tr.Prior != "recycled" {
		t.Errorf("got %q -> %q, prior %q, %v", tr.From, tr.To, tr.Prior, err)
	}
	tr, err = m.Next(t.Context(), State{LeadID: "L", Status: "lost", Prior: "nurture", Version: 3}, Command[string]{ID: "L", Event: "reopen", Actor: ann, Note: "x", At: noon})
	if err != nil || tr.To != "recycled" {
		t.Errorf("got %q, %v", tr.To, err)
	}
}

func TestAParkedLeadIsLeftAloneByPrograms(t *testing.T) {
	m := standard(t, Bindings[string]{})
	parked := last(walk(t, m, Command[string]{Event: "qualify", Actor: job}, Command[string]{Event: "reject", Actor: ann, Reason: "bad_timing"}))
	if want := parked.At.Add(30 * 24 * time.Hour); !parked.Due.Equal(want) {
		t.Fatalf("due %v, want %v", parked.Due, want)
	}
	for _, tt := range []struct {
		name  string
		event Event
		actor Actor
		at    time.Time
		want  string // codes of blockers
	}{
		{"tonight's job may not bring it back", "qualify", job, parked.At, CodeNotBefore},
		{"a microsecond early is early", "qualify", job, parked.Due.Add(-time.Microsecond), CodeNotBefore},
		{"when it is due it may", "qualify", job, parked.Due, ""},
		{"people may at any time", "qualify", mia, parked.At, ""},
		{"the lead itself asks again", "engage", job, parked.At, ""},
		{"an end passes", "disqualify", job, parked.At, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := m.Next(t.Context(), parked.State(), Command[string]{ID: "L", Event: tt.event, Actor: tt.actor, Reason: reasonFor(tt.event), At: tt.at})
			r, refused := errors.AsType[*RefusedError](err)
			if refused != (tt.want != "") || refused && codes(r.Blockers) != tt.want || !refused && err != nil {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func reasonFor(e Event) string {
	if e == "disqualify" {
		return "no_consent"
	}
	return ""
}

func TestWhenALeadWakes(t *testing.T) {
	m := standard(t, Bindings[string]{})
	mql := last(walk(t, m, Command[string]{Event: "qualify", Actor: job}))
	day := 24 * time.Hour
	for _, tt := range []struct {
		name   string
		event  Event
		reason string
		due    time.Duration // after the command, if not 0
		want   time.Duration // or a blocker
		code   string
	}{
		{"after the status's own time", "reject", "bad_timing", 0, 30 * day, ""},
		{"after the transition's", "return", "missing_data", 0, 2 * day, ""},
		{"when the command says", "return", "missing_data", 90 * day, 90 * day, ""},
		{"not in the past", "return", "missing_data", -time.Second, 0, CodeDuePast},
		{"and no other status takes a due date", "accept", "", day, 0, CodeDueNotAllowed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cmd := Command[string]{ID: "L", Event: tt.event, Actor: ann, Reason: tt.reason, At: mql.At}
			if tt.due != 0 {
				cmd.Due = mql.At.Add(tt.due)
			}
			tr, err := m.Next(t.Context(), mql.State(), cmd)
			if tt.code != "" {
				if r, ok := errors.AsType[*RefusedError](err); !ok || codes(r.Blockers) != tt.code {
					t.Errorf("got %v, want %s", err, tt.code)
				}
			} else if err != nil || !tr.Due.Equal(mql.At.Add(tt.want)) {
				t.Errorf("due %v, %v; want %v later", tr.Due, err, tt.want)
			}
		})
	}
}

func TestEveryBlockerComesAtOnce(t *testing.T) {
	m := standard(t, Bindings[string]{})
	mql := last(walk(t, m, Command[string]{Event: "qualify", Actor: job})).State()
	for _, tt := range []struct {
		name  string
		state State
		cmd   Command[string]
		want  string
	}{
		{"side, reason", mql, Command[string]{Event: "reject", Actor: mia}, "side reason_required"},
		{"unknown reason", mql, Command[string]{Event: "reject", Actor: ann, Reason: "mood"}, "reason_unknown"},
		{"a reason's own need", mql, Command[string]{Event: "reject", Actor: ann, Reason: "other"}, "note_required"},
		{"a blank note is none", mql, Command[string]{Event: "reject", Actor: ann, Reason: "other", Note: " \n"}, "note_required"},
		{"wrong status", mql, Command[string]{Event: "convert", Actor: ann}, "wrong_status"},
		{
			"everything",
			State{LeadID: "L", Status: "lost", Version: 1},
			Command[string]{Event: "reopen", Actor: mia, Due: noon.Add(time.Hour)},
			"no_prior side note_required due_not_allowed",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.cmd.ID, tt.cmd.At = "L", noon.Add(time.Hour)
			_, err := m.Next(t.Context(), tt.state, tt.cmd)
			r, ok := errors.AsType[*RefusedError](err)
			if !ok || !errors.Is(err, ErrNotPermitted) || codes(r.Blockers) != tt.want {
				t.Fatalf("got %v, want %s", err, tt.want)
			}
			if diff := cmp.Diff(tt.state, r.State); diff != "" || r.Event != tt.cmd.Event {
				t.Errorf("the refusal does not say what it was decided on (-want +got):\n%s", diff)
			}
			for _, b := range r.Blockers {
				if b.Message == "" || !strings.Contains(err.Error(), b.Message) {
					t.Errorf("%v lacks %q", err, b.Message)
				}
			}
		})
	}
	if _, err := m.Next(t.Context(), mql, Command[string]{ID: "L", Event: "acept", At: noon.Add(time.Hour)}); !errors.Is(err, ErrUnknownEvent) {
		t.Errorf("got %v, want ErrUnknownEvent", err)
	}
}

type proof struct {
	Total  int
	print  string
	labels map[string]string
}

func (p proof) Fingerprint() string       { return p.print }
func (p proof) Labels() map[string]string { return p.labels }

func TestGuardsGiveEvidence(t *testing.T) {
	m := standard(t, Bindings[string]{Guards: Guards[string]{
		"criteria": func(_ context.Context, a Attempt[string]) (any, error) {
			if a.Command.Subject != "subject" || a.To != "mql" || a.State.Status != "inquiry" || a.Command.Event != "qualify" {
				t.Errorf("asked on %+v", a)
			}
			return proof{72, "mql-criteria@7+abcd", map[string]string{"grade": "A1", "owner": "g"}}, nil
		},
		"silent": OnSubject(func(_ context.Context, _ string, at time.Time) (any, error) { return nil, nil }),
	}}, "criteria", "silent")
	tr := last(walk(t, m, Command[string]{Event: "qualify", Actor: mia, Subject: "subject", Labels: map[string]string{"owner": "me"}}))
	if got := string(tr.Evidence); got != `{"criteria":{"Total":72}}` {
		t.Errorf("evidence %s", got)
	}
	if tr.Criteria != "mql-criteria@7+abcd" {
		t.Errorf("criteria %q", tr.Criteria)
	}
	if diff := cmp.Diff(map[string]string{"grade": "A1", "owner": "me"}, tr.Labels); diff != "" {
		t.Errorf("labels (-want +got):\n%s", diff)
	}
}

func TestGuardsAgreeOnLabelsAndRemoveThem(t *testing.T) {
	give := func(labels map[string]string) func(context.Context, Attempt[string]) (any, error) {
		return func(context.Context, Attempt[string]) (any, error) { return proof{labels: labels}, nil }
	}
	m := standard(t, Bindings[string]{Guards: Guards[string]{
		"first":  give(map[string]string{"grade": "A", "source": "", "never": ""}),
		"second": give(map[string]string{"grade": "A", "band": "high"}),
	}}, "first", "second")
	s := last(walk(t, m)).State()
	s.Labels = map[string]string{"source": "fair", "owner": "ann"}
	tr, err := m.Next(t.Context(), s, Command[string]{ID: "L", Event: "qualify", Actor: job, At: noon.Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	for label, want := range map[string]string{"grade": "A", "band": "high", "owner": "ann", "source": "", "never": ""} {
		got, ok := tr.Labels[label]
		if got != want || ok != (want != "") {
			t.Errorf("label %s: %q, %v; want %q", label, got, ok, want)
		}
		if set := slices.Contains(tr.Set, label); set != (label == "grade" || label == "band" || label == "source") {
			t.Errorf("label %s: set %v", label, set)
		}
	}
}

func TestGuardsThatContradictEachOtherAreNamed(t *testing.T) {
	give := func(label, value string) func(context.Context, Attempt[string]) (any, error) {
		return func(context.Context, Attempt[string]) (any, error) {
			return proof{labels: map[string]string{label: value, "same": "x"}}, nil
		}
	}
	for _, tt := range []struct{ first, other string }{{"grade", "first"}, {"band", "second"}} {
		m := standard(t, Bindings[string]{Guards: Guards[string]{
			"first": give(tt.first, "A"), "second": give("grade", "A"), "third": give("grade", "B"),
		}}, "first", "second", "third")
		_, err := m.Next(t.Context(), last(walk(t, m)).State(), Command[string]{ID: "L", Event: "qualify", Actor: job, At: noon})
		want := `guard "third" could not decide on qualify of lead "L": its label "grade" is "B", that of guard "` + tt.other + `" is "A"`
		if err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}

func TestGuardsThatDoNotSayYes(t *testing.T) {
	cause := errors.New("crm is down")
	no := func(code string) func(context.Context, Attempt[string]) (any, error) {
		return func(context.Context, Attempt[string]) (any, error) {
			return nil, Blocker{Code: code, Message: "not " + code, Params: map[string]string{"missing": "5"}}
		}
	}
	give := func(v any, err error) func(context.Context, Attempt[string]) (any, error) {
		return func(context.Context, Attempt[string]) (any, error) { return v, err }
	}
	for _, tt := range []struct {
		name          string
		first, second func(context.Context, Attempt[string]) (any, error)
		refused       string // codes
		guard         string // of a GuardError
	}{
		{"both say no", no("ripe"), no("known"), "ripe known", ""},
		{"one cannot say", no("ripe"), give(nil, cause), "", "second"},
		{"one panics", func(context.Context, Attempt[string]) (any, error) { panic(cause) }, no("known"), "", "first"},
		{"one panics with a blocker", func(context.Context, Attempt[string]) (any, error) { panic(Blocker{Code: "x"}) }, no("known"), "", "first"},
		{"evidence that is no JSON", give(func() {}, nil), no("known"), "", "first"},
		{"evidence without end", give(strings.Repeat("x", 1<<20), nil), no("known"), "", "first"},
		{"a label that no database keeps", give(proof{labels: map[string]string{"a\x00": "b"}}, nil), no("known"), "", "first"},
		{"a fingerprint without end", give(proof{print: strings.Repeat("x", 256)}, nil), no("known"), "", "first"},
		{"two fingerprints", give(proof{print: "a"}, nil), give(proof{print: "b"}, nil), "", "second"},
		{"two values of a label", give(proof{labels: map[string]string{"a": "1", "grade": "A"}}, nil), give(proof{labels: map[string]string{"grade": "B"}}, nil), "", "second"},
		{"a label that is removed and set", give(proof{labels: map[string]string{"grade": ""}}, nil), give(proof{labels: map[string]string{"grade": "B"}}, nil), "", "second"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := standard(t, Bindings[string]{Guards: Guards[string]{"first": tt.first, "second": tt.second}}, "first", "second")
			s := last(walk(t, m)).State()
			_, err := m.Next(t.Context(), s, Command[string]{ID: "L", Event: "qualify", Actor: mia, At: noon})
			if tt.guard != "" {
				if strings.HasPrefix(tt.name, "one panics") {
					if g, ok := errors.AsType[*GuardError](err); !ok || !bytes.Contains(g.Stack, []byte("machine_test.go")) {
						t.Errorf("no stack of the panic: %v", err)
					}
				}
				if tt.name == "one panics" && !errors.Is(err, cause) {
					t.Errorf("%v lost its cause", err)
				}
				if !isGuardError(err, tt.guard) || errors.Is(err, ErrNotPermitted) {
					t.Errorf("got %v, want a *GuardError of %s", err, tt.guard)
				}
				return
			}
			r, ok := errors.AsType[*RefusedError](err)
			if !ok || codes(r.Blockers) != tt.refused || r.Blockers[0].Params["missing"] != "5" {
				t.Errorf("got %v, want %s", err, tt.refused)
			}
		})
	}
	m := standard(t, Bindings[string]{Guards: Guards[string]{"first": give(nil, cause)}}, "first")
	s := last(walk(t, m)).State()
	if _, err := m.Next(t.Context(), s, Command[string]{ID: "L", Event: "qualify", Actor: mia, At: noon}); !errors.Is(err, cause) {
		t.Errorf("got %v, want the guard's own error inside", err)
	}
}

func TestAGuardIsAskedOnceAndOnlyForAnAllowedMove(t *testing.T) {
	asked := 0
	m := standard(t, Bindings[string]{Guards: Guards[string]{"g": func(context.Context, Attempt[string]) (any, error) {
		asked++
		return nil, Blocker{Code: "g", Message: "no"}
	}}}, "g")
	s := last(walk(t, m)).State()
	parked := last(walk(t, m, Command[string]{Event: "recycle", Actor: mia})).State()
	for _, tt := range []struct {
		name  string
		state State
		actor Actor
		want  int
	}{
		{"allowed", s, mia, 1},
		{"for another side", s, ann, 0},
		{"parked", parked, job, 0},
		{"in another status", State{LeadID: "L", Status: "won", Version: 1}, mia, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for ask, f := range map[string]func(Command[string]){
				"Next":    func(c Command[string]) { c.Event = "qualify"; _, _ = m.Next(t.Context(), tt.state, c) },
				"Explain": func(c Command[string]) { m.Explain(t.Context(), tt.state, c) },
			} {
				asked = 0
				f(Command[string]{ID: "L", Actor: tt.actor, At: parked.At})
				if asked != tt.want {
					t.Errorf("%s asked %d times, want %d", ask, asked, tt.want)
				}
			}
		})
	}
}

func TestExplainIsTheLeadPage(t *testing.T) {
	m := standard(t, Bindings[string]{})
	s := last(walk(t, m, Command[string]{Event: "qualify", Actor: job})).State()
	type button struct {
		Event  Event
		To     Status
		Blocks string
		Needs  string
	}
	var got []button
	for _, c := range m.Explain(t.Context(), s, Command[string]{Event: "x", Reason: "x", Note: "x", Actor: ann, At: s.At}) {
		b := button{Event: c.Event, To: c.To, Blocks: codes(c.Blockers)}
		for _, n := range c.Needs {
			b.Needs += string(n.Kind) + n.Name
			for _, o := range n.Options {
				b.Needs += " " + o.Code
			}
		}
		got = append(got, b)
	}
	want := []button{
		{"accept", "sal", "", ""},
		{"reject", "recycled", "", "reason not_icp no_interest not_reached bad_timing other"},
		{"return", "recycled", "", "reason missing_data"},
		{"disqualify", "disqualified", "", "reason not_icp competitor no_consent other"},
		{"discard", "void", "", "reason duplicate spam test"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, c := range m.Explain(t.Context(), s, Command[string]{Actor: mia, At: s.At}) {
		if blocked := codes(c.Blockers) == CodeSide; blocked != slices.Contains([]Event{"accept", "reject", "return"}, c.Event) {
			t.Errorf("marketing and %s: %v", c.Event, c.Blockers)
		}
	}
	if got := m.Explain(t.Context(), State{Status: "x", Version: 1}, Command[string]{At: noon}); got != nil {
		t.Errorf("in an unknown status: %v", got)
	}
}

func TestExplainAgreesWithNext(t *testing.T) {
	m := standard(t, Bindings[string]{})
	var all []string
	for _, s := range Standard().Statuses {
		all = append(all, string(s.Name))
	}
	for _, status := range all {
		for _, actor := range []Actor{ann, mia, job, {Side: LeadManagement}, {}} {
			s := State{LeadID: "L", Status: Status(status), Version: 1, At: noon, Due: noon.Add(time.Hour), Prior: "sql"}
			for _, c := range m.Explain(t.Context(), s, Command[string]{Actor: actor, At: noon}) {
				cmd := Command[string]{ID: "L", Event: c.Event, Actor: actor, At: noon, Note: "note"}
				for _, n := range c.Needs {
					if n.Kind == NeedsReason {
						cmd.Reason = n.Options[0].Code
					}
				}
				tr, err := m.Next(t.Context(), s, cmd)
				if (err == nil) != (len(c.Blockers) == 0) || err == nil && tr.To != c.To {
					t.Errorf("%s from %s by %v: Explain %v -> %q, Next %q, %v", c.Event, status, actor, c.Blockers, c.To, tr.To, err)
				}
			}
		}
	}
}

func TestCommandsThatMakeNoSense(t *testing.T) {
	m := standard(t, Bindings[string]{})
	s := last(walk(t, m)).State()
	for field, change := range map[string]func(*Command[string]){
		"ID":                 func(c *Command[string]) { c.ID = "other" },
		"At":                 func(c *Command[string]) { c.At = time.Time{} },
		"At, Due":            func(c *Command[string]) { c.Due = noon.AddDate(9000, 0, 0) },
		"Into":               func(c *Command[string]) { c.Into = "mql" },
		"Actor.Side":         func(c *Command[string]) { c.Actor.Side = BySystem },
		"Actor.Kind":         func(c *Command[string]) { c.Actor.Kind = "robot" },
		"Actor.ID":           func(c *Command[string]) { c.Actor.ID = "a\x00b" },
		"Reason":             func(c *Command[string]) { c.Reason = strings.Repeat("x", 256) },
		"Key":                func(c *Command[string]) { c.Key = "\xff" },
		"Note":               func(c *Command[string]) { c.Note = strings.Repeat("x", 64<<10+1) },
		"Labels":             func(c *Command[string]) { c.Labels = map[string]string{"note": "x"} },
		`Labels["industry"]`: func(c *Command[string]) { c.Labels = map[string]string{"industry": "a\nb"} },
	} {
		t.Run(field, func(t *testing.T) {
			cmd := Command[string]{ID: "L", Event: "engage", Actor: mia, At: noon}
			change(&cmd)
			_, err := m.Next(t.Context(), s, cmd)
			c, ok := errors.AsType[*CommandError](err)
			if !ok || !errors.Is(err, ErrInvalidCommand) || c.Field != field {
				t.Errorf("got %v, want a *CommandError on %s", err, field)
			}
		})
	}
	if _, err := m.Next(t.Context(), s, Command[string]{ID: "L", Event: "engage", Actor: mia, At: noon.Add(-time.Second)}); !errors.Is(err, ErrInvalidCommand) {
		t.Errorf("a row before the last one: %v", err)
	}
}

func TestOnlyPeopleOfTheSideEndAClock(t *testing.T) {
	spec := Standard()
	for i := range spec.Transitions {
		if spec.Transitions[i].Event == "touch" {
			spec.Transitions[i].By = nil
		}
	}
	m, err := Compile(spec, Bindings[string]{})
	if err != nil {
		t.Fatal(err)
	}
	accept := last(walk(t, m, Command[string]{Event: "qualify", Actor: job}, Command[string]{Event: "accept", Actor: ann}))
	for _, tt := range []struct {
		name  string
		actor Actor
		ends  bool
	}{
		{"sales", ann, true},
		{"marketing", mia, false},
		{"a program", job, false},
		{"a program of sales", Actor{Side: Sales, Kind: System}, false},
	} {
		tr, err := m.Next(t.Context(), accept.State(), Command[string]{ID: "L", Event: "touch", Actor: tt.actor, At: accept.At})
		if err != nil || tr.Due.IsZero() != tt.ends {
			t.Errorf("%s: due %v, %v", tt.name, tr.Due, err)
		}
	}
}

// parking is a lifecycle with two waiting statuses.
func parking() Spec {
	return Spec{
		Name: "parking", Revision: 1, Initial: "new",
		Groups: map[string][]Status{"all": {"new", "parked", "shelved"}},
		Statuses: []StatusSpec{
			{Name: "new", Category: Open},
			{Name: "parked", Category: Waiting, WakeAfter: "30d", Was: []Status{"nurture"}},
			{Name: "shelved", Category: Waiting, WakeAfter: "300d"},
			{Name: "won", Category: Won},
		},
		Transitions: []TransitionSpec{
			{Event: "park", From: []string{"all"}, To: "parked"},
			{Event: "shelve", From: []string{AnyOpen}, To: "shelved"},
			{Event: "remark", From: []string{"parked"}, To: Stay},
			{Event: "wake", From: []string{"parked", "shelved"}, To: "new"},
			{Event: "back", From: []string{AnyOpen}, To: Previous},
			{Event: "win", From: []string{"new"}, To: "won"},
		},
	}
}

func TestWaitingStatuses(t *testing.T) {
	m, err := Compile(parking(), Bindings[string]{})
	if err != nil {
		t.Fatal(err)
	}
	parked := State{LeadID: "L", Status: "parked", Version: 2, At: noon, Since: noon, Due: noon.Add(time.Hour), Prior: "new"}
	fire := func(s State, event Event, due time.Time) (Transition, string) {
		tr, err := m.Next(t.Context(), s, Command[string]{ID: "L", Event: event, Actor: job, At: noon, Due: due})
		if r, ok := errors.AsType[*RefusedError](err); ok {
			return tr, codes(r.Blockers)
		} else if err != nil {
			return tr, err.Error()
		}
		return tr, string(tr.To)
	}
	for _, tt := range []struct {
		name  string
		state State
		event Event
		due   time.Time
		want  string
	}{
		{"a program may not wake it early", parked, "wake", time.Time{}, CodeNotBefore},
		{"but put it to wait elsewhere", parked, "shelve", time.Time{}, "shelved"},
		{"and note something", parked, "remark", time.Time{}, "parked"},
		{"an activity takes no due date", parked, "remark", noon.Add(time.Hour), CodeDueNotAllowed},
		{"a due date finer than times are kept is none", State{LeadID: "L", Status: "new", Version: 1, At: noon}, "park", noon.Add(500), CodeDuePast},
		{"a group leaves out the target", parked, "park", time.Time{}, CodeWrongStatus},
		{"so does any_open", State{LeadID: "L", Status: "shelved", Version: 2, At: noon}, "shelve", time.Time{}, CodeWrongStatus},
		{"there is no way back to where it is", State{LeadID: "L", Status: "new", Prior: "new", Version: 3, At: noon}, "back", time.Time{}, CodeNoPrior},
	} {
		if _, got := fire(tt.state, tt.event, tt.due); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
	old := parked
	old.Status = "nurture"
	_, err = m.Next(t.Context(), old, Command[string]{ID: "L", Event: "win", At: noon})
	if want := "not from parked"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("an older name in a message: %v, want %q", err, want)
	}
}

func TestExplainAsksGuardsWithoutReasonAndNote(t *testing.T) {
	m := standard(t, Bindings[string]{Guards: Guards[string]{"g": func(_ context.Context, a Attempt[string]) (any, error) {
		if a.Command.Reason != "" || a.Command.Note != "" || a.Command.Event != "qualify" {
			t.Errorf("asked with %+v", a.Command)
		}
		return nil, nil
	}}}, "g")
	m.Explain(t.Context(), last(walk(t, m)).State(), Command[string]{Event: "x", Reason: "x", Note: "x", Actor: mia, At: noon})
}

func TestALeadKeepsABoundedNumberOfLabels(t *testing.T) {
	m := standard(t, Bindings[string]{})
	s := last(walk(t, m, Command[string]{Event: "qualify", Actor: job}, Command[string]{Event: "accept", Actor: ann})).State()
	for n := 0; ; n++ {
		labels := map[string]string{}
		for i := range 64 {
			labels[strings.Repeat("x", n)+string(rune('0'+i))] = "v"
		}
		tr, err := m.Next(t.Context(), s, Command[string]{ID: "L", Event: "touch", Actor: ann, At: s.At, Labels: labels})
		if errors.Is(err, ErrInvalidCommand) && len(s.Labels) > 190 {
			return
		} else if err != nil || n > 10 {
			t.Fatalf("%d labels: %v", len(s.Labels), err)
		}
		s = tr.State()
	}
}

func TestMessagesHelp(t *testing.T) {
	m := standard(t, Bindings[string]{Guards: Guards[string]{"g": func(context.Context, Attempt[string]) (any, error) { return nil, Blocker{Code: "too_small"} }}}, "g")
	s := last(walk(t, m)).State()
	for _, tt := range []struct {
		state State
		cmd   Command[string]
		want  string
	}{
		{s, Command[string]{Event: "qualfy", Actor: mia}, `did you mean "qualify"?`},
		{s, Command[string]{Event: "qualify", Actor: Actor{Side: "Marketing"}}, `did you mean "marketing"?`},
		{s, Command[string]{Event: "qualify", Actor: mia}, `inquiry: too_small`},
		{State{}, Command[string]{Into: "mlq"}, `did you mean "mql"?`},
		{State{}, Command[string]{Due: noon.Add(time.Hour)}, `open refused for lead "L": open does not park`},
	} {
		tt.cmd.ID, tt.cmd.At = "L", noon
		if _, err := m.Next(t.Context(), tt.state, tt.cmd); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("got %v, want %q", err, tt.want)
		}
	}
}
