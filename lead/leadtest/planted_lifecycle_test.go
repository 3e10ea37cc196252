package leadtest

import (
	"context"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/lead"
)

type (
	machine = lead.Machine[struct{}]
	guard   = func(context.Context, attempt) (any, error)
)

// decider is what of a [lead.Machine] a clerk uses.
type decider interface {
	Next(ctx context.Context, s lead.State, cmd command) (lead.Transition, error)
	Explain(ctx context.Context, s lead.State, cmd command) []lead.Choice
}

// clerk is a desk in the fewest words: what a tracker does for one caller whose
// store never fails.
type clerk struct {
	decider
	status map[lead.Status]lead.Status // today's name of each
	store  lead.Store
	now    func() time.Time
	spoil  bool // write a row although the command was refused
}

func (c *clerk) Open(ctx context.Context, cmd command) (lead.Transition, error) {
	return c.do(ctx, lead.State{LeadID: cmd.ID}, cmd)
}

func (c *clerk) Apply(ctx context.Context, cmd command) (lead.Transition, error) {
	s, _, err := c.store.Load(ctx, cmd.ID, "")
	if err != nil {
		return lead.Transition{}, err
	}
	return c.do(ctx, s, cmd)
}

func (c *clerk) do(ctx context.Context, s lead.State, cmd command) (lead.Transition, error) {
	cmd.At = c.now()
	tr, err := c.Next(ctx, s, cmd)
	switch {
	case err == nil:
		err = c.store.Append(ctx, tr)
	case c.spoil:
		_ = c.store.Append(ctx, lead.Transition{LeadID: s.LeadID, Version: s.Version + 1, To: s.Status, At: cmd.At})
	}
	return tr, err
}

func (c *clerk) Explain(ctx context.Context, id string, a lead.Actor, _ struct{}) (lead.State, []lead.Choice, error) {
	s, _, err := c.store.Load(ctx, id, "")
	if now, ok := c.status[s.Status]; ok {
		s.Status = now
	}
	if now, ok := c.status[s.Prior]; ok {
		s.Prior = now
	}
	return s, c.decider.Explain(ctx, s, command{ID: id, Actor: a, At: c.now()}), err
}

// faultyMachine is a decider with one method or both replaced.
type faultyMachine struct {
	decider
	next    func(ctx context.Context, s lead.State, cmd command) (lead.Transition, error)
	explain func(ctx context.Context, s lead.State, cmd command) []lead.Choice
}

func (f faultyMachine) Next(ctx context.Context, s lead.State, cmd command) (lead.Transition, error) {
	if f.next != nil {
		return f.next(ctx, s, cmd)
	}
	return f.decider.Next(ctx, s, cmd)
}

func (f faultyMachine) Explain(ctx context.Context, s lead.State, cmd command) []lead.Choice {
	if f.explain != nil {
		return f.explain(ctx, s, cmd)
	}
	return f.decider.Explain(ctx, s, cmd)
}

// A lifeBug is planted into a good lifecycle, in one of these ways, and breaks
// these checks at least.
type lifeBug struct {
	name   string
	breaks []string

	spec  func(s *lead.Spec)                                     // it decides by another Spec
	guard func(good guard) guard                                 // it asks guards in another way
	plant func(good *machine, b lead.Bindings[struct{}]) decider // it decides otherwise
	spoil bool                                                   // see clerk
}

// open puts the clerk to work, with the bug.
func (b lifeBug) open(spec lead.Spec, bind lead.Bindings[struct{}], store lead.Store, now func() time.Time) (desk, error) {
	c := &clerk{store: store, now: now, spoil: b.spoil, status: map[lead.Status]lead.Status{}}
	if b.spec != nil {
		spec.Statuses, spec.Transitions = slices.Clone(spec.Statuses), slices.Clone(spec.Transitions)
		b.spec(&spec)
	}
	for _, s := range spec.Statuses {
		for _, old := range s.Was {
			c.status[old] = s.Name
		}
	}
	bind.Guards = maps.Clone(bind.Guards)
	if b.guard != nil {
		for name, g := range bind.Guards {
			bind.Guards[name] = b.guard(g)
		}
	}
	m, err := lead.Compile(spec, bind)
	if err != nil {
		return nil, err
	}
	if c.decider = m; b.plant != nil {
		c.decider = b.plant(m, bind)
	}
	return c, nil
}

const noLifecycle = "a Spec that Compile refuses"

func TestLifecycleFindsPlantedBugs(t *testing.T) {
	spec := readSpec(t, fullLife)
	if os.Getenv(childVariable) != "" {
		for _, b := range lifeBugs() {
			t.Run(b.name, func(t *testing.T) { testLifecycle(t, spec, b.open) })
		}
		t.Run(noLifecycle, func(t *testing.T) {
			t.Run(noLifecycle, func(t *testing.T) { Lifecycle(t, lead.Spec{}) })
		})
		return
	}
	t.Parallel()
	verdicts, out := rerun(t, "lifecycle", "-test.run=^TestLifecycleFindsPlantedBugs$")
	for _, b := range lifeBugs() {
		for _, check := range b.breaks {
			if got := verdicts[underscored(b.name+"/"+check)]; got != "FAIL" {
				t.Errorf("a machine that %s: %q gave %q, want FAIL", b.name, check, got)
			}
		}
	}
	if got := verdicts[underscored(noLifecycle+"/"+noLifecycle)]; got != "FAIL" {
		t.Errorf("%s gave %q, want FAIL", noLifecycle, got)
	}
	_, err := lead.Compile(lead.Spec{}, lead.Bindings[struct{}]{})
	for line := range strings.Lines(err.Error()) {
		if !strings.Contains(out, strings.TrimSpace(line)) {
			t.Errorf("of what Compile says, this is missing: %s", line)
		}
	}
}

// What fails in the test above, fails for the bug and not for how it is planted.
func TestClerkWithoutABugPasses(t *testing.T) {
	testLifecycle(t, readSpec(t, fullLife), lifeBug{}.open)
	testLifecycle(t, readSpec(t, fullLife), lifeBug{plant: func(good *machine, _ lead.Bindings[struct{}]) decider { return faultyMachine{decider: good} }}.open)
}

func TestEveryCheckOfALifecycleIsBrokenByAPlantedBug(t *testing.T) {
	kind := regexp.MustCompile(`^(no path|path|actors|needs|labels|guards|events|choices|older name|a lead adopted|random walks) `)
	broken := map[string]bool{}
	for _, b := range lifeBugs() {
		for _, check := range b.breaks {
			broken[kind.FindString(check)] = true
		}
	}
	if len(broken) != 11 || broken[""] {
		t.Errorf("planted bugs break these kinds of check: %v", broken)
	}
}
