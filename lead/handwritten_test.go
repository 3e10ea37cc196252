package lead

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// What follows, down to the tests, is the lead tracker that a CRM team writes for
// itself: a table of leads behind load and save, statuses and roles in a map, a
// version that is compared, a history. It is tidy, it does what it should for one user,
// and each access to the table is locked.

type crmRole string

type crmLead struct {
	ID      string
	Status  string
	Before  string // to reopen into
	Owner   string
	Version int
	Since   time.Time
	WakeAt  time.Time
	History []crmRow
}

type crmRow struct {
	Version  int
	Event    string
	From, To string
	User     string
	Reason   string
	Note     string
	At       time.Time
}

var (
	errCRMNotFound = errors.New("no such lead")
	errCRMExists   = errors.New("lead exists")
	errCRMStale    = errors.New("the lead was changed by somebody else, please reload")
	errCRMRefused  = errors.New("not allowed")
)

// crmTable stands for the table of a database.
type crmTable struct {
	mu    sync.Mutex
	leads map[string]crmLead
}

func newCRMTable() *crmTable { return &crmTable{leads: map[string]crmLead{}} }

func (t *crmTable) load(id string) (crmLead, error) {
	defer roundTrip()
	t.mu.Lock()
	defer t.mu.Unlock()
	l, ok := t.leads[id]
	if !ok {
		return crmLead{}, fmt.Errorf("%w: %s", errCRMNotFound, id)
	}
	l.History = slices.Clone(l.History)
	return l, nil
}

func (t *crmTable) save(l crmLead) {
	roundTrip()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.leads[l.ID] = l
}

func (t *crmTable) all() []crmLead {
	t.mu.Lock()
	defer t.mu.Unlock()
	leads := make([]crmLead, 0, len(t.leads))
	for _, l := range t.leads {
		leads = append(leads, l)
	}
	slices.SortFunc(leads, func(a, b crmLead) int { return strings.Compare(a.ID, b.ID) })
	return leads
}

// roundTrip is where a request waits for its database. Other requests run
// meanwhile; without it the load below would be served one request after the other
// on a machine with few cores, and nothing would be shown about either tracker.
func roundTrip() { runtime.Gosched() }

type crmRule struct {
	from    []string
	to      string // "" is the status before
	roles   []crmRole
	reasons []string
	note    bool
	owner   bool // whoever does it owns the lead from now on
	wait    time.Duration
}

var crmRules = map[string]crmRule{
	"engage":     {from: []string{"inquiry", "recycled"}, to: "engaged", roles: []crmRole{"marketing", "system"}},
	"qualify":    {from: []string{"inquiry", "engaged", "recycled"}, to: "mql", roles: []crmRole{"marketing", "system"}},
	"accept":     {from: []string{"mql"}, to: "sal", roles: []crmRole{"sales"}, owner: true},
	"reject":     {from: []string{"mql"}, to: "recycled", roles: []crmRole{"sales"}, reasons: []string{"not_icp", "bad_timing", "not_reached"}, wait: 30 * 24 * time.Hour},
	"recycle":    {from: []string{"inquiry", "engaged", "mql", "sal", "sql"}, to: "recycled", roles: []crmRole{"marketing", "sales"}, wait: 30 * 24 * time.Hour},
	"convert":    {from: []string{"sal", "sql"}, to: "won", roles: []crmRole{"sales"}},
	"disqualify": {from: []string{"inquiry", "engaged", "mql", "sal", "sql"}, to: "lost", roles: []crmRole{"marketing", "sales"}, note: true},
	"reopen":     {from: []string{"lost"}, roles: []crmRole{"sales"}, note: true},
}

type crmTracker struct {
	table *crmTable
	now   func() time.Time
}

type crmCommand struct {
	ID     string
	Event  string
	User   string
	Role   crmRole
	Reason string
	Note   string
	Seen   int // the version on the user's screen
}

func (t *crmTracker) Open(id, user string) (crmRow, error) {
	if _, err := t.table.load(id); err == nil {
		return crmRow{}, fmt.Errorf("%w: %s", errCRMExists, id)
	}
	row := crmRow{Version: 1, Event: "open", To: "inquiry", User: user, At: t.now()}
	t.table.save(crmLead{ID: id, Status: row.To, Version: 1, Since: row.At, History: []crmRow{row}})
	return row, nil
}

// Move makes one step of one lead, if the lead is still as the user saw it.
func (t *crmTracker) Move(cmd crmCommand) (crmRow, error) {
	l, err := t.table.load(cmd.ID)
	if err != nil {
		return crmRow{}, err
	}
	if cmd.Seen != 0 && cmd.Seen != l.Version {
		return crmRow{}, fmt.Errorf("%w: version %d, not %d, by %s", errCRMStale, l.Version, cmd.Seen, l.History[len(l.History)-1].User)
	}
	rule, err := t.permits(&l, cmd)
	if err != nil {
		return crmRow{}, err
	}
	to := rule.to
	if to == "" {
		to = l.Before
	}
	now := t.now()
	row := crmRow{
		Version: l.Version + 1, Event: cmd.Event, From: l.Status, To: to,
		User: cmd.User, Reason: cmd.Reason, Note: cmd.Note, At: now,
	}
	l.Before, l.Status, l.Since, l.Version = l.Status, to, now, row.Version
	l.WakeAt = time.Time{}
	if rule.wait > 0 {
		l.WakeAt = now.Add(rule.wait)
	}
	if rule.owner {
		l.Owner = cmd.User
	}
	l.History = append(l.History, row)
	t.table.save(l)
	return row, nil
}

func (t *crmTracker) permits(l *crmLead, cmd crmCommand) (crmRule, error) {
	rule, ok := crmRules[cmd.Event]
	switch {
	case !ok:
		return rule, fmt.Errorf("%w: no event %q", errCRMRefused, cmd.Event)
	case !slices.Contains(rule.from, l.Status):
		return rule, fmt.Errorf("%w: %s from %s", errCRMRefused, cmd.Event, l.Status)
	case !slices.Contains(rule.roles, cmd.Role):
		return rule, fmt.Errorf("%w: %s for %s", errCRMRefused, cmd.Event, cmd.Role)
	case len(rule.reasons) > 0 && !slices.Contains(rule.reasons, cmd.Reason):
		return rule, fmt.Errorf("%w: %s needs a reason: %s", errCRMRefused, cmd.Event, strings.Join(rule.reasons, ", "))
	case rule.note && strings.TrimSpace(cmd.Note) == "":
		return rule, fmt.Errorf("%w: %s needs a note", errCRMRefused, cmd.Event)
	case cmd.Role == "system" && t.now().Before(l.WakeAt):
		return rule, fmt.Errorf("%w: parked until %s", errCRMRefused, l.WakeAt.Format(time.DateOnly))
	}
	return rule, nil
}

// Buttons lists what a user may do with a lead.
func (t *crmTracker) Buttons(id string, role crmRole) ([]string, error) {
	l, err := t.table.load(id)
	if err != nil {
		return nil, err
	}
	var events []string
	for event, rule := range crmRules {
		if slices.Contains(rule.from, l.Status) && slices.Contains(rule.roles, role) {
			events = append(events, event)
		}
	}
	slices.Sort(events)
	return events, nil
}

// Waking lists the leads that are due to be worked on again.
func (t *crmTracker) Waking() []string {
	var ids []string
	for _, l := range t.table.all() {
		if !l.WakeAt.IsZero() && !t.now().Before(l.WakeAt) {
			ids = append(ids, l.ID)
		}
	}
	return ids
}

func TestTheHandwrittenTrackerWorksForOneUser(t *testing.T) {
	now := noon
	crm := &crmTracker{newCRMTable(), func() time.Time { return now }}
	if _, err := crm.Open("L", "mia"); err != nil {
		t.Fatal(err)
	}
	if _, err := crm.Open("L", "mia"); !errors.Is(err, errCRMExists) {
		t.Error(err)
	}
	for _, tt := range []struct {
		cmd  crmCommand
		want error
	}{
		{crmCommand{ID: "M", Event: "engage"}, errCRMNotFound},
		{crmCommand{Event: "accept", User: "ann", Role: "sales"}, errCRMRefused},
		{crmCommand{Event: "qualify", User: "nightly", Role: "system"}, nil},
		{crmCommand{Event: "accept", User: "mia", Role: "marketing"}, errCRMRefused},
		{crmCommand{Event: "accept", User: "ann", Role: "sales", Seen: 1}, errCRMStale},
		{crmCommand{Event: "reject", User: "ann", Role: "sales", Seen: 2}, errCRMRefused},
		{crmCommand{Event: "reject", User: "ann", Role: "sales", Seen: 2, Reason: "bad_timing"}, nil},
		{crmCommand{Event: "qualify", User: "nightly", Role: "system"}, errCRMRefused},
		{crmCommand{Event: "qualify", User: "mia", Role: "marketing"}, nil},
		{crmCommand{Event: "disqualify", User: "mia", Role: "marketing"}, errCRMRefused},
		{crmCommand{Event: "disqualify", User: "mia", Role: "marketing", Note: "moved away"}, nil},
		{crmCommand{Event: "reopen", User: "ann", Role: "sales", Note: "came back"}, nil},
		{crmCommand{Event: "accept", User: "ann", Role: "sales"}, nil},
		{crmCommand{Event: "recycle", User: "ann", Role: "sales"}, nil},
		{crmCommand{Event: "dance", User: "ann", Role: "sales"}, errCRMRefused},
	} {
		if tt.cmd.ID == "" {
			tt.cmd.ID = "L"
		}
		if _, err := crm.Move(tt.cmd); !errors.Is(err, tt.want) {
			t.Errorf("%+v: %v, want %v", tt.cmd, err, tt.want)
		}
	}
	l, err := crm.table.load("L")
	if err != nil || l.Status != "recycled" || l.Owner != "ann" || l.Version != 8 || len(l.History) != 8 {
		t.Errorf("%+v, %v", l, err)
	}
	if buttons, err := crm.Buttons("L", "marketing"); err != nil || !slices.Equal(buttons, []string{"engage", "qualify"}) {
		t.Error(buttons, err)
	}
	if ids := crm.Waking(); ids != nil {
		t.Error(ids)
	}
	now = now.Add(30 * 24 * time.Hour)
	if ids := crm.Waking(); !slices.Equal(ids, []string{"L"}) {
		t.Error(ids)
	}
}

// Under the load of TestOneOf32WinsAndTheOthersLearnWho it loses updates: between load
// and save others have loaded the same version, each is told of success, and the
// last save overwrites the rows of all before it.
func TestTheHandwrittenTrackerLosesUpdates(t *testing.T) {
	crm := &crmTracker{newCRMTable(), func() time.Time { return noon }}
	leads := contestants()
	acknowledged, overwritten, twice := 0, 0, 0
	for n := range leads {
		id := fmt.Sprint("L", n)
		if _, err := crm.Open(id, "mia"); err != nil {
			t.Fatal(err)
		}
		if _, err := crm.Move(crmCommand{ID: id, Event: "qualify", User: "nightly", Role: "system"}); err != nil {
			t.Fatal(err)
		}
		won := make([]bool, rivals)
		atOnce(rivals, func(r int) {
			event, reason, role := rivalry(r)
			_, err := crm.Move(crmCommand{ID: id, Event: string(event), Reason: reason, User: fmt.Sprint("u", r), Role: crmRole(role), Seen: 2})
			won[r] = err == nil
		})
		l, err := crm.table.load(id)
		if err != nil {
			t.Fatal(err)
		}
		winners := 0
		for r, told := range won {
			if told {
				winners++
				if !slices.ContainsFunc(l.History, func(row crmRow) bool { return row.User == fmt.Sprint("u", r) }) {
					overwritten++
				}
			}
		}
		acknowledged += winners
		if winners > 1 {
			twice++
		}
	}
	t.Logf("%d leads, %d moves acknowledged, %d of them lost; more than one winner for %d leads", leads, acknowledged, overwritten, twice)
	if overwritten == 0 || twice == 0 {
		t.Error("it lost nothing: this load shows nothing")
	}
}
