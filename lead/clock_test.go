package lead

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// officeHours is the standard lifecycle on Vienna's working time.
func officeHours(t testing.TB, change func(*Spec)) *Machine[string] {
	t.Helper()
	spec := Standard()
	spec.Calendars["office"] = vienna
	spec.Statuses[2].Was = []Status{"marketing_qualified"}
	if change != nil {
		change(&spec)
	}
	m, err := Compile(spec, Bindings[string]{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestDueIsFixedOnEntryFromWhenItHappened(t *testing.T) {
	m := officeHours(t, nil)
	inquiry := State{LeadID: "L", Status: "inquiry", Version: 1}
	for _, tt := range []struct{ name, at, due string }{
		{"in working time", "2026-03-02T09:00:00+01:00", "2026-03-03T09:00:00+01:00"},
		{"after work", "2026-03-06T18:00:00+01:00", "2026-03-09T17:00:00+01:00"}, // all of Monday, to its close
	} {
		tr, err := m.Next(t.Context(), inquiry, Command[string]{ID: "L", Event: "qualify", Actor: job, At: mustTime(t, tt.at)})
		want := mustTime(t, tt.due)
		if err != nil || !tr.Due.Equal(want) || tr.Due.Location() != time.UTC {
			t.Errorf("%s: due %v, %v; want %v", tt.name, tr.Due, err, want)
		}
	}

	// A row that is written down two days late has the due date of its own time.
	now := mustTime(t, "2026-03-02T09:00:00+01:00")
	tracker := NewTracker(m, NewMemStore(), Config{Now: func() time.Time { return now }})
	if _, err := tracker.Open(t.Context(), Command[string]{ID: "L", Actor: mia}); err != nil {
		t.Fatal(err)
	}
	happened := now.Add(time.Hour)
	now = now.Add(48 * time.Hour)
	tr, err := tracker.Apply(t.Context(), Command[string]{ID: "L", Event: "qualify", Actor: job, At: happened})
	if want := mustTime(t, "2026-03-03T10:00:00+01:00"); err != nil || !tr.Due.Equal(want) || !tr.Recorded.Equal(now) {
		t.Errorf("due %v, recorded %v, %v; want due %v", tr.Due, tr.Recorded, err, want)
	}
}

func TestWakingIsInWallTime(t *testing.T) {
	rows := walk(t, officeHours(t, nil), Command[string]{Event: "qualify", Actor: job}, Command[string]{Event: "return", Actor: ann, Reason: "missing_data"})
	if tr := last(rows); tr.Due.Sub(tr.At) != 48*time.Hour {
		t.Errorf("wakes %v after %v", tr.Due, tr.At)
	}
}

func TestWarnings(t *testing.T) {
	m := officeHours(t, nil)
	all := officeHours(t, func(s *Spec) {
		s.Statuses[3].SLA.Warn = "50%" // 1bd
		s.Statuses[0].SLA = &SLA{Within: "10h", Warn: "1%"}
		s.Transitions = append(s.Transitions, TransitionSpec{Event: "remark", From: []string{"sal"}, To: Stay})
	})
	for _, tt := range []struct {
		name  string
		m     *Machine[string]
		state State
		want  string // "": none
	}{
		{
			"three quarters of eight hours of work", m,
			State{Status: "mql", Since: mustTime(t, "2026-03-02T09:00:00+01:00"), Due: mustTime(t, "2026-03-03T09:00:00+01:00")},
			"2026-03-02T16:00:00+01:00", // 3 hours, lunch, 3 hours
		},
		{
			"from before the opening", m,
			State{Status: "mql", Since: mustTime(t, "2026-03-06T18:00:00+01:00"), Due: mustTime(t, "2026-03-09T17:00:00+01:00")},
			"2026-03-09T15:00:00+01:00",
		},
		{
			"in a status by its older name", m,
			State{Status: "marketing_qualified", Since: mustTime(t, "2026-03-02T09:00:00+01:00"), Due: mustTime(t, "2026-03-03T09:00:00+01:00")},
			"2026-03-02T16:00:00+01:00",
		},
		{
			"half of a working day over the weekend", all,
			State{Status: "sal", Since: mustTime(t, "2026-03-06T13:00:00+01:00"), Due: mustTime(t, "2026-03-09T13:00:00+01:00")},
			"2026-03-09T09:30:00+01:00", // 1 hour on Friday, 4 on Monday: 2.5 hours
		},
		{
			"without a calendar", all,
			State{Status: "inquiry", Since: mustTime(t, "2026-03-07T00:00:00Z"), Due: mustTime(t, "2026-03-07T10:00:00Z")},
			"2026-03-07T00:06:00Z",
		},
		{
			"no working time in between", m,
			State{Status: "mql", Since: mustTime(t, "2026-03-07T00:00:00Z"), Due: mustTime(t, "2026-03-07T10:00:00Z")},
			"2026-03-07T10:00:00Z",
		},
		{
			"due at once", m,
			State{Status: "mql", Since: mustTime(t, "2026-03-07T00:00:00Z"), Due: mustTime(t, "2026-03-07T00:00:00Z")},
			"2026-03-07T00:00:00Z",
		},
		{"no warning in the Spec", m, State{Status: "sal", Since: noon, Due: noon.Add(time.Hour)}, ""},
		{"no clock", m, State{Status: "sql", Since: noon}, ""},
		{"ended by a touch", all, State{Status: "sal", Since: noon}, ""},
		{"parked", m, State{Status: "recycled", Since: noon, Due: noon.Add(time.Hour)}, ""},
		{"unknown status", m, State{Status: "nowhere", Since: noon, Due: noon.Add(time.Hour)}, ""},
		{"no rows", m, State{}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.m.WarnAt(tt.state)
			if tt.want == "" {
				if !got.IsZero() {
					t.Errorf("got %v, want none", got)
				}
			} else if !got.Equal(mustTime(t, tt.want)) || got.Location() != time.UTC {
				t.Errorf("got %v, want %s", got, tt.want)
			}
		})
	}

	// An activity leaves both the clock and the warning where they are.
	rows := walk(t, all, Command[string]{Event: "qualify", Actor: job}, Command[string]{Event: "accept", Actor: ann}, Command[string]{Event: "remark", Actor: mia})
	accept, remark := rows[2], rows[3]
	if w := all.WarnAt(accept.State()); w.IsZero() || !all.WarnAt(remark.State()).Equal(w) {
		t.Errorf("warning at %v, after a remark at %v", w, all.WarnAt(remark.State()))
	}
}

func TestAWarningLiesBetweenEntryAndDue(t *testing.T) {
	m := officeHours(t, func(s *Spec) { s.Statuses[2].SLA.Within = "1bd" })
	for i := range 5000 {
		at := noon.Add(time.Duration(i) * 37 * time.Minute)
		tr, err := m.Next(t.Context(), State{LeadID: "L", Status: "inquiry", Version: 1}, Command[string]{ID: "L", Event: "qualify", Actor: job, At: at})
		if err != nil {
			t.Fatal(err)
		}
		if w := m.WarnAt(tr.State()); !w.After(at) || !w.Before(tr.Due) {
			t.Fatalf("from %v to %v: warning at %v", at, tr.Due, w)
		}
	}
}

func TestLeft(t *testing.T) {
	m := officeHours(t, nil)
	wall := officeHours(t, func(s *Spec) { s.Statuses[0].SLA = &SLA{Within: "10h"} })
	mql := State{Status: "mql", Since: mustTime(t, "2026-03-05T16:00:00+01:00"), Due: mustTime(t, "2026-03-09T10:00:00+01:00")}
	for _, tt := range []struct {
		name  string
		m     *Machine[string]
		state State
		now   string
		want  string // "": no clock
	}{
		{"over a weekend", m, mql, "2026-03-05T16:00:00+01:00", "9h0m0s"}, // 1 on Thursday, 6 on Friday, 2 on Monday
		{"at night as at the close", m, mql, "2026-03-05T23:00:00+01:00", "8h0m0s"},
		{"within the hours", m, mql, "2026-03-06T11:30:00+01:00", "4h30m0s"},
		{"in the lunch break", m, mql, "2026-03-05T12:10:00+01:00", "12h0m0s"},
		{"on the weekend", m, mql, "2026-03-07T12:00:00+01:00", "2h0m0s"},
		{"to the microsecond", m, mql, "2026-03-09T09:59:59.9999995+01:00", "1µs"},
		{"at its end", m, mql, "2026-03-09T10:00:00+01:00", "0s"},
		{"overdue", m, mql, "2026-03-09T10:30:00+01:00", "-30m0s"},
		{"overdue over a night", m, mql, "2026-03-10T09:00:00+01:00", "-7h0m0s"}, // 6 on Monday, 1 on Tuesday
		{"before it came in", m, mql, "2026-03-05T15:00:00+01:00", "10h0m0s"},
		{"in a status by its older name", m, State{Status: "marketing_qualified", Due: mql.Due}, "2026-03-09T09:00:00+01:00", "1h0m0s"},
		{"no working time in between", m, State{Status: "mql", Due: mustTime(t, "2026-03-07T10:00:00Z")}, "2026-03-07T00:00:00Z", "0s"},
		{"no working time since", m, State{Status: "mql", Due: mustTime(t, "2026-03-07T10:00:00Z")}, "2026-03-07T12:00:00Z", "0s"},
		{"without a calendar", wall, State{Status: "inquiry", Due: mustTime(t, "2026-03-07T10:00:00Z")}, "2026-03-06T22:30:00Z", "11h30m0s"},
		{"overdue without a calendar", wall, State{Status: "inquiry", Due: mustTime(t, "2026-03-07T10:00:00Z")}, "2026-03-08T10:00:00Z", "-24h0m0s"},
		{"no SLA", m, State{Status: "inquiry", Due: noon}, "2026-03-02T00:00:00Z", ""},
		{"ended", m, State{Status: "mql", Since: noon}, "2026-03-02T00:00:00Z", ""},
		{"parked", m, State{Status: "recycled", Since: noon, Due: noon.Add(time.Hour)}, "2026-03-02T00:00:00Z", ""},
		{"unknown status", m, State{Status: "nowhere", Due: noon}, "2026-03-02T00:00:00Z", ""},
		{"no rows", m, State{}, "2026-03-02T00:00:00Z", ""},
		{"at no time", m, mql, "0001-01-01T00:00:00Z", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			left, ok := tt.m.Left(tt.state, mustTime(t, tt.now))
			if got := left.String(); ok != (tt.want != "") || ok && got != tt.want {
				t.Errorf("got %s, %v; want %s", got, ok, tt.want)
			}
		})
	}
	if left, ok := m.Left(mql, time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)); ok {
		t.Errorf("in the year 10000 there are %v left", left)
	}
}

// The clock is set by adding working time to a moment, and read by adding up what
// lies between two.
func TestWhatIsLeftAtEntryIsTheWholeLimit(t *testing.T) {
	m := officeHours(t, nil)
	for i := range 3000 {
		at := noon.Add(time.Duration(i) * 37 * time.Minute)
		tr, err := m.Next(t.Context(), State{LeadID: "L", Status: "inquiry", Version: 1}, Command[string]{ID: "L", Event: "qualify", Actor: job, At: at})
		if err != nil {
			t.Fatal(err)
		}
		entry, _ := m.Left(tr.State(), at)
		warned, _ := m.Left(tr.State(), m.WarnAt(tr.State()))
		end, ok := m.Left(tr.State(), tr.Due)
		late, _ := m.Left(State{Status: "mql", Due: at}, tr.Due)
		if entry != 8*time.Hour || warned != 2*time.Hour || end != 0 || !ok || late != -8*time.Hour {
			t.Fatalf("from %v to %v: %v left at entry, %v at the warning, %v at the end; %v if it had been due at entry", at, tr.Due, entry, warned, end, late)
		}
	}
}

func TestAClockThatCannotBeSetChangesNothing(t *testing.T) {
	spec := Standard()
	office := spec.Calendars["office"]
	office.HolidayFunc = "strike"
	spec.Calendars["office"] = office
	free := func(time.Time) bool { return true }
	m, err := Compile(spec, Bindings[string]{Holidays: map[string]func(time.Time) bool{"strike": func(day time.Time) bool { return free(day) }}})
	if err != nil {
		t.Fatal(err)
	}
	store := NewMemStore()
	tracker := NewTracker(m, store, Config{Now: func() time.Time { return noon }})
	if _, err := tracker.Open(t.Context(), Command[string]{ID: "L", Actor: mia}); err != nil {
		t.Fatal(err)
	}
	boom := func(time.Time) bool { panic("boom") }
	for name, f := range map[string]func(time.Time) bool{"no working time": free, "a panic": boom} {
		free = f
		_, err := tracker.Apply(t.Context(), Command[string]{ID: "L", Event: "qualify", Actor: job})
		if e, ok := errors.AsType[*CalendarError](err); !ok || !errors.Is(err, ErrCalendar) || e.Calendar != "office" || !strings.Contains(err.Error(), `calendar "office"`) {
			t.Errorf("%s: got %v", name, err)
		}
		if s, _, err := store.Load(t.Context(), "L", ""); err != nil || s.Version != 1 || s.Status != "inquiry" {
			t.Errorf("%s: the lead moved: %+v, %v", name, s, err)
		}
	}
	free = boom
	if w := m.WarnAt(State{Status: "mql", Since: noon, Due: noon.Add(time.Hour)}); !w.IsZero() {
		t.Errorf("a calendar that panics warns at %v", w)
	}
	free = func(time.Time) bool { return false }
	if tr, err := tracker.Apply(t.Context(), Command[string]{ID: "L", Event: "qualify", Actor: job}); err != nil || tr.Due.IsZero() {
		t.Errorf("the machine is usable afterwards: %+v, %v", tr, err)
	}

	// Wall time ends with the year 9999 too.
	s := State{LeadID: "L", Status: "inquiry", Version: 1}
	_, err = m.Next(t.Context(), s, Command[string]{ID: "L", Event: "recycle", Actor: mia, At: mustTime(t, "9999-12-30T00:00:00Z")})
	if e, ok := errors.AsType[*CalendarError](err); !ok || e.Calendar != "" || !strings.Contains(err.Error(), "wall time gives no due date") {
		t.Errorf("got %v", err)
	}
}

// The machine's own zone must not matter. Package time reads TZ once, so that each
// zone needs a process of its own.
func TestDueDoesNotDependOnTheMachinesZone(t *testing.T) {
	const child = "LEADLINE_TEST_CLOCK_CHILD"
	if os.Getenv(child) != "" {
		at := time.Date(2026, 3, 27, 13, 0, 0, 0, time.UTC).Local()
		tr, err := officeHours(t, nil).Next(t.Context(), State{LeadID: "L", Status: "inquiry", Version: 1}, Command[string]{ID: "L", Event: "qualify", Actor: job, At: at})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("in %s: due=%s|", time.Local, tr.Due)
		return
	}
	for _, zone := range []string{"UTC", "America/New_York", "Pacific/Apia"} {
		cmd := exec.Command(os.Args[0], "-test.run=^TestDueDoesNotDependOnTheMachinesZone$", "-test.v")
		cmd.Env = append(os.Environ(), "TZ="+zone, child+"=1")
		out, err := cmd.CombinedOutput()
		// Friday 14:00 in Vienna is the close: eight hours from Monday 8:00 on, in summer time.
		if err != nil || !strings.Contains(string(out), "due=2026-03-30 15:00:00 +0000 UTC|") {
			t.Errorf("TZ=%s: %v\n%s", zone, err, out)
		}
	}
}
