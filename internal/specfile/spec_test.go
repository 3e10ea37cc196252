package specfile_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/internal/specfile"
)

// spec has every kind of field that the specs of leadline have.
type spec struct {
	Source specfile.Source `json:"-"`

	Name        string               `json:"name"`
	Revision    int                  `json:"revision"`
	Weight      float64              `json:"weight,omitempty"`
	Strict      bool                 `json:"strict,omitempty"`
	Groups      map[string][]status  `json:"groups"`
	Statuses    []statusSpec         `json:"statuses"`
	Transitions []transition         `json:"transitions"`
	Calendars   map[string]*calendar `json:"calendars"`
	Not         *spec                `json:"not"`

	internal int
}

type status string

type statusSpec struct {
	Name status   `json:"name"`
	SLA  *sla     `json:"sla"`
	Warn uint8    `json:"warn"`
	Was  []status `json:"was"`
}

type sla struct {
	Within   span   `json:"within" spec:"scalar"`
	Calendar string `json:"calendar"`
}

type transition struct {
	Event   string            `json:"event"`
	From    []status          `json:"from" spec:"one"`
	To      status            `json:"to"`
	Reasons []reason          `json:"reasons"`
	Sets    map[string]string `json:"sets"`
}

type reason struct {
	Code  string   `json:"code" spec:"scalar"`
	Needs []string `json:"needs"`
}

type calendar struct {
	Zone string          `json:"zone"`
	Week map[day]string  `json:"week"`
	At   []columnsOrText `json:"at" spec:"one"`
}

type columnsOrText struct {
	Column []string `json:"column" spec:"scalar,one"`
	Format string   `json:"format"`
}

// span is written like 8h or 30d.
type span struct {
	n    int
	unit byte
}

func (s *span) UnmarshalText(text []byte) error {
	if _, err := fmt.Sscanf(string(text), "%d%c", &s.n, &s.unit); err != nil || !strings.ContainsRune("hd", rune(s.unit)) {
		return fmt.Errorf("expected a time such as 8h or 30d, found %q", text)
	}
	return nil
}

// day is a map key that checks itself, and does not care for case.
type day string

func (d *day) UnmarshalText(text []byte) error {
	*d = day(strings.ToLower(string(text)))
	if !slices.Contains([]day{"mon", "tue", "wed"}, *d) {
		return fmt.Errorf("expected a day such as mon, found %q", text)
	}
	return nil
}

// compile finds what Read cannot: names that do not exist.
func (s spec) compile() error {
	c := s.Source.Check()
	var known []string
	for _, st := range s.Statuses {
		known = append(known, string(st.Name))
	}
	check := func(path string, name status) {
		if !slices.Contains(known, string(name)) {
			c.Unknown(path, "status", string(name), known)
		}
	}
	for name, members := range s.Groups {
		if strings.HasPrefix(name, "any") {
			c.AddKeyf(specfile.Key("groups", name), "%q is taken", name)
		}
		for i, m := range members {
			check(specfile.Index(specfile.Key("groups", name), i), m)
		}
	}
	for i, t := range s.Transitions {
		path := specfile.Index("transitions", i)
		for j, from := range t.From {
			check(specfile.Index(specfile.Key(path, "from"), j), from)
		}
		if t.To == "" {
			c.Addf(specfile.Key(path, "to"), "missing: expected a status")
		} else {
			check(specfile.Key(path, "to"), t.To)
		}
		for label := range t.Sets {
			if labels := []string{"owner", "grade"}; !slices.Contains(labels, label) {
				c.UnknownKey(specfile.Key(specfile.Key(path, "sets"), label), "label", label, labels)
			}
		}
		for j, r := range t.Reasons {
			if codes := []string{"not_icp", "other"}; !slices.Contains(codes, r.Code) {
				c.Unknown(specfile.Key(specfile.Index(specfile.Key(path, "reasons"), j), "code"), "reason", r.Code, codes)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.Calendars)) {
		if cal := s.Calendars[name]; cal == nil || cal.Zone == "" {
			c.Addf(specfile.Key(specfile.Key("calendars", name), "zone"), "missing: expected a time zone")
		}
	}
	return c.Err()
}

func read(t *testing.T, name, text string) (spec, error) {
	t.Helper()
	s := spec{Name: "left over", internal: 1}
	src, err := specfile.Read(strings.NewReader(text), name, &s)
	s.Source = src
	return s, err
}

func mustRead(t *testing.T, name, text string) spec {
	t.Helper()
	s, err := read(t, name, text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
