package leadcsv

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/leadline-go/leadline/internal/specfile"
	"github.com/leadline-go/leadline/lead"
)

// Mapping is a checked [Map]. It does not change and may be used from many
// goroutines, for many files.
type Mapping struct {
	lead       string
	status     []string // none: a wide file
	at         clock
	order      string
	milestones []milestone
	labels     []string
	where      []Condition
	comma      rune
}

type milestone struct {
	status lead.Status
	at     clock
}

// wide reports whether the mapping is one of a wide file.
func (m *Mapping) wide() bool { return len(m.status) == 0 }

// Compile checks a map and makes a [Mapping] of it. Everything that is wrong is
// reported at once, as a [*lead.SpecError]. The Mapping keeps nothing of what it
// was given.
func Compile(m Map) (*Mapping, error) {
	c := check{m, m.Source.Check()}
	c.all()
	zone := c.zone()
	comma := c.comma()
	if err := c.Err(); err != nil {
		return nil, err
	}
	out := &Mapping{
		lead: m.Lead, status: slices.Clone(m.Status), order: m.Order,
		at:     clock{m.At.Column, m.At.Format, zone},
		labels: slices.Clone(m.Labels), comma: comma,
	}
	for _, ms := range m.Milestones {
		out.milestones = append(out.milestones, milestone{ms.Status, clock{ms.At.Column, ms.At.Format, zone}})
	}
	for _, w := range m.Where {
		w.In, w.NotIn = slices.Clone(w.In), slices.Clone(w.NotIn)
		out.where = append(out.where, w)
	}
	return out, nil
}

// check goes through one Map and collects every problem.
type check struct {
	Map
	*specfile.Checker
}

func (c check) all() {
	c.column("lead", "the column of the lead's id", c.Lead)
	switch {
	case len(c.Milestones) > 0 && (len(c.Status) > 0 || c.At != Time{}):
		c.Addf("milestones", "expected either status and at (one row per change) or milestones (one row per lead), found both")
	case len(c.Milestones) > 0:
		c.milestones()
	case len(c.Status) == 0 && c.At == Time{}:
		c.Addf("", "expected status and at (one row per change) or milestones (one row per lead), found neither")
	default:
		c.changes()
	}
	for i, l := range c.Labels {
		path := specfile.Index("labels", i)
		if c.column(path, "the column of a label", l) && slices.Contains(c.Labels[:i], l) {
			c.Addf(path, "label %q is listed twice", l)
		}
	}
	for i, w := range c.Where {
		c.condition(specfile.Index("where", i), w)
	}
}

func (c check) column(path, what, name string) bool {
	switch {
	case name == "":
		c.Addf(path, "expected %s, found nothing", what)
	case !specfile.IsClean(name):
		c.Addf(path, "expected %s, found %q, which has control characters", what, name)
	default:
		return true
	}
	return false
}

func (c check) changes() {
	if len(c.Status) == 0 {
		c.Addf("status", "expected the column of the status, found nothing")
	}
	for i, s := range c.Status {
		c.column(specfile.Index("status", i), "the column of the status", s)
	}
	c.time("at", c.At)
	if c.Order != "" {
		c.column("order", "a column", c.Order)
	}
}

func (c check) milestones() {
	if c.Order != "" {
		c.Addf("order", "order goes with status and at; milestones are in the order of the map")
	}
	first := map[string]lead.Status{}
	for i, m := range c.Milestones {
		path := specfile.Index("milestones", i)
		if problem := statusProblem(string(m.Status)); problem != "" {
			c.Addf(specfile.Key(path, "status"), "%s", problem)
		}
		at := specfile.Key(path, "at")
		c.time(at, m.At)
		if other, ok := first[m.At.Column]; ok && m.At.Column != "" {
			c.Addf(specfile.Key(at, "column"), "column %q dates %s already", m.At.Column, other)
		}
		first[m.At.Column] = m.Status
	}
}

func (c check) time(path string, t Time) {
	c.column(specfile.Key(path, "column"), "a column of times", t.Column)
	path = specfile.Key(path, "format")
	switch t.Format {
	case Unix, UnixMilli, RFC3339:
	case "":
		c.Addf(path, `expected unix, unix_ms, rfc3339 or a Go layout such as "2006-01-02 15:04:05", found nothing`)
	default:
		if problem := layoutProblem(t.Format); problem != "" {
			c.Addf(path, "%s, found %q", problem, t.Format)
		}
	}
}

func (c check) condition(path string, w Condition) {
	c.column(specfile.Key(path, "column"), "a column", w.Column)
	if w.Eq == "" && w.In == nil && w.NotIn == nil && w.Prefix == "" {
		c.Addf(path, `expected eq, in, not_in or prefix; for empty values in: [""] or not_in: [""]`)
	}
	if w.In != nil && len(w.In) == 0 {
		c.Addf(specfile.Key(path, "in"), "expected at least one value, found none: no row would be read")
	}
}

func (c check) zone() *time.Location {
	// LoadLocation reads "Local" as the zone of the machine, and the same file
	// would give other figures on another one.
	zone, err := time.LoadLocation(c.Zone)
	if err != nil || c.Zone == "Local" {
		c.Addf("zone", `expected a time zone such as "Europe/Vienna", found %q`, c.Zone)
	}
	return zone
}

func (c check) comma() rune {
	if c.Comma == "" {
		return ','
	}
	r, size := utf8.DecodeRuneInString(c.Comma)
	if size != len(c.Comma) || r == utf8.RuneError || strings.ContainsRune("\"\r\n\x00\ufeff", r) {
		c.Addf("comma", `expected one character such as ";", found %q`, c.Comma)
	}
	return r
}

const (
	maxID     = 255  // bytes of a lead id
	maxStatus = 255  // bytes of a status
	maxLabel  = 1024 // bytes of a label's value
)

// statusProblem says what is wrong with the name of a status, or nothing.
func statusProblem(s string) string {
	switch {
	case s == "":
		return "expected a status, found nothing"
	case !specfile.IsClean(s) || len(s) > maxStatus:
		return "expected a status of at most 255 bytes without control characters, found " + quote(s)
	}
	return ""
}
