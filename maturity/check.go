package maturity

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/leadline-go/leadline/internal/specfile"
)

// check goes through one Spec and collects every problem. What is asked is checked in
// check_asked.go, what is measured and advised in check_advice.go.
type check struct {
	*Spec
	*specfile.Checker

	departments, scales, areas, statements, indicators, owners, recommendations names
}

func newCheck(s *Spec) *check {
	named := func(n Named) string { return n.ID }
	return &check{
		Spec:        s,
		Checker:     s.Source.Check(),
		departments: namesOf(s.Departments, named),
		scales:      namesOf(s.Scales, func(e ScaleSpec) string { return e.ID }),
		areas:       namesOf(s.Areas, func(e AreaSpec) string { return e.ID }),
		statements:  namesOf(s.Statements, func(e StatementSpec) string { return e.ID }),
		indicators:  namesOf(s.Indicators, func(e IndicatorSpec) string { return e.ID }),
		owners:      namesOf(s.Owners, named),

		recommendations: namesOf(s.Recommendations, func(e RecommendationSpec) string { return e.ID }),
	}
}

// names are the IDs of a list, and where each stands first.
type names struct {
	list []string
	at   map[string]int
}

func namesOf[E any](list []E, id func(E) string) names {
	n := names{at: map[string]int{}}
	for i, e := range list {
		if s := id(e); s != "" {
			n.list = append(n.list, s)
			if _, ok := n.at[s]; !ok {
				n.at[s] = i
			}
		}
	}
	return n
}

func (n names) has(id string) bool {
	_, ok := n.at[id]
	return ok
}

func (c *check) all() {
	c.id("name", "the model", c.Name)
	c.CheckRevision("the model", c.Revision)
	c.label("title", c.Title)
	c.checkRules()
	c.checkNamed("departments", "department", c.departments, c.Departments)
	c.checkScales()
	c.label("dont_know", c.DontKnow)
	c.label("not_applicable", c.NotApplicable)
	c.checkAxes()
	c.checkAreas()
	c.checkStatements()
	c.checkStages()
	c.checkIndicators()
	c.checkClasses()
	c.checkCells()
	c.checkNamed("owners", "owner", c.owners, c.Owners)
	c.checkRecommendations()
}

// Texts longer than this would not fit where they are shown; in characters.
const (
	maxID    = 64
	maxLabel = 60
	maxText  = 400
)

// id checks an ID; what says whose it is.
func (c *check) id(path, what, id string) {
	switch {
	case id == "":
		c.Addf(path, "%s needs an id", what)
	case !isLetter(rune(id[0])) || strings.ContainsFunc(id, notInID):
		c.Addf(path, "expected ASCII letters, digits and . _ -, a letter first, found %.80q", id)
	case len(id) > maxID:
		c.Addf(path, "expected at most %d characters, found %d", maxID, len(id))
	}
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

func notInID(r rune) bool {
	return !isLetter(r) && (r < '0' || r > '9') && r != '.' && r != '_' && r != '-'
}

// unique checks the ID of item i of a list, which must be the only one like it.
func (c *check) unique(list string, i int, what, id string, known names) {
	path := specfile.Key(specfile.Index(list, i), "id")
	c.id(path, what, id)
	if first, ok := known.at[id]; ok && first < i {
		c.Addf(path, "%q is taken by %s", id, specfile.Index(list, first))
	}
}

func (c *check) label(path string, t Text) { c.text(path, t, maxLabel) }

func (c *check) text(path string, t Text, most int) {
	for _, l := range []Lang{En, De} {
		at, s := specfile.Key(path, string(l)), t.In(l)
		switch n := utf8.RuneCountInString(s); {
		case strings.TrimSpace(s) == "":
			c.Addf(at, "missing: the text in language %q", l)
		case n > most:
			c.Addf(at, "expected at most %d characters, found %d", most, n)
		case !utf8.ValidString(s) || strings.ContainsFunc(s, unseemly) || strings.TrimSpace(s) != s:
			c.Addf(at, "expected one line without control characters and outer spaces, found %.80q", s)
		}
	}
}

// unseemly tells characters that do something to a text instead of being in it.
func unseemly(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp, unicode.Bidi_Control)
}

// oneOf checks a word of a closed list.
func oneOf[W ~string](c *check, path, what string, found W, known ...W) {
	words := make([]string, len(known))
	for i, k := range known {
		words[i] = string(k)
	}
	if found == "" {
		c.Addf(path, "missing: expected one of %s", strings.Join(words, ", "))
	} else if !slices.Contains(known, found) {
		c.Unknown(path, what, string(found), words)
	}
}

// ref checks an ID that something else must bear.
func (c *check) ref(path, what, id string, known names) {
	if !known.has(id) {
		c.Unknown(path, what, id, known.list)
	}
}

// refs checks a list of such IDs, each to stand there once.
func (c *check) refs(path, what string, found []string, known names) {
	seen := map[string]bool{}
	for i, id := range found {
		at := specfile.Index(path, i)
		c.ref(at, what, id, known)
		if seen[id] {
			c.Addf(at, "%s %q stands twice", what, id)
		}
		seen[id] = true
	}
}

func (c *check) checkRules() {
	r := c.Rules
	at := func(key string) string { return specfile.Key("rules", key) }
	for _, n := range []struct {
		key   string
		value Decimal
	}{{"holds_at", r.HoldsAt}, {"floor", r.Floor}, {"gap", r.Gap}} {
		if n.value%10 != 0 {
			c.Addf(at(n.key), "expected at most two decimals, found %s", n.value)
		}
	}
	if r.HoldsAt <= 1000 || r.HoldsAt > 5000 {
		c.Addf(at("holds_at"), "expected a number above 1, up to 5, found %s", r.HoldsAt)
	}
	if r.Floor < 1000 || r.Floor > max(r.HoldsAt, 1000) {
		c.Addf(at("floor"), "expected a number from 1 to holds_at, found %s", r.Floor)
	}
	if r.Gap <= 0 || r.Gap > 4000 {
		c.Addf(at("gap"), "expected a number above 0, up to 4, found %s", r.Gap)
	}
	if r.Cases < 0 || r.Cases > 1_000_000 {
		c.Addf(at("cases"), "expected 0 to 1000000, found %d", r.Cases)
	}
}

func (c *check) checkNamed(list, what string, known names, all []Named) {
	if len(all) == 0 {
		c.Addf(list, "a model needs at least one %s", what)
	}
	for i, n := range all {
		c.unique(list, i, "this "+what, n.ID, known)
		c.label(specfile.Key(specfile.Index(list, i), "name"), n.Name)
	}
}
