package funnel

import "github.com/leadline-go/leadline/internal/specfile"

// Limits of a Spec. What counting costs grows with them, and so does what telling of
// the mistakes in one does.
const (
	maxStages   = 500
	maxNames    = 2000 // of one kind: statuses or events of all stages, known, void, …
	maxGoals    = 100
	maxExcludes = 100
)

// size refuses a Spec that is larger than anybody needs, before anything goes through
// it, and reports whether it is not.
func (c check) size() bool {
	most := c.Most
	statuses, events := 0, 0
	for i := range c.Stages {
		statuses, events = statuses+len(c.Stages[i].Statuses), events+len(c.Stages[i].Events)
	}
	most("stages", "stages", len(c.Stages), maxStages)
	most("stages", "statuses of stages", statuses, maxNames)
	most("stages", "events of stages", events, maxNames)
	most("void", "statuses", len(c.Void), maxNames)
	most("known", "statuses", len(c.Known), maxNames)
	most("terminal", "statuses", len(c.Terminal), maxNames)
	most("renamed", "statuses", len(c.Renamed), maxNames)
	most("titles", "statuses", len(c.Titles), maxNames)
	most("goals", "goals", len(c.Goals), maxGoals)
	if m := c.Match; m != nil {
		const path = "match.exclude"
		most(path, "exclusions", len(m.Exclude), maxExcludes)
		n := 0
		for i := range m.Exclude {
			n += len(m.Exclude[i].Statuses) + len(m.Exclude[i].Events)
		}
		most(path, "names", n, maxNames)
	}
	if h := c.HandOff; h != nil {
		const path = "handoff"
		n := 0
		for _, e := range []*EndSpec{&h.Accepted, &h.Rejected, &h.Returned} {
			n += len(e.Events) + len(e.Statuses)
		}
		most(path, "names of ends", n, maxNames)
		most(specfile.Key(path, "faults"), "reasons", len(h.Faults), maxNames)
		most(specfile.Key(path, "reasons"), "reasons", len(h.Reasons), maxNames)
	}
	return c.Err() == nil
}
