package oracle

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/scoring"
)

// prospect is a lead with ten attributes. All sides read the same struct.
type prospect struct {
	Industry   string             `score:"industry"`
	Country    string             `score:"country"`
	Title      string             `score:"title"`
	Source     string             `score:"source"`
	Employees  int                `score:"employees"`
	Revenue    float64            `score:"revenue"`
	Visits     int                `score:"visits"`
	Consent    bool               `score:"consent"`
	Competitor bool               `score:"competitor"`
	Since      time.Time          `score:"since"`
	Activities []scoring.Activity `score:",activities"`
}

// fitRule is a rule on attributes, said in each of the ways. Points are tenths.
type fitRule struct {
	when  scoring.Condition
	hand  func(p *prospect) bool
	typed string // in CEL, and in expr where the two do not differ
	expr  string
}

var day2020 = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

func fitRules() []fitRule {
	in := func(field string, values ...string) scoring.Condition {
		return scoring.Condition{Field: field, In: values}
	}
	all := func(cs ...scoring.Condition) scoring.Condition { return scoring.Condition{All: cs} }
	return []fitRule{
		{
			in("industry", "machinery", "automotive", "chemicals"),
			func(p *prospect) bool {
				return p.Industry == "machinery" || p.Industry == "automotive" || p.Industry == "chemicals"
			},
			`industry in ["machinery", "automotive", "chemicals"]`, "",
		},
		{scoring.Condition{Field: "industry", Eq: new("machinery")}, func(p *prospect) bool { return p.Industry == "machinery" }, `industry == "machinery"`, ""},
		{scoring.Condition{Field: "industry", Ne: new("retail")}, func(p *prospect) bool { return p.Industry != "retail" }, `industry != "retail"`, ""},
		{in("country", "AT", "DE", "CH"), func(p *prospect) bool { return p.Country == "AT" || p.Country == "DE" || p.Country == "CH" }, `country in ["AT", "DE", "CH"]`, ""},
		{scoring.Condition{Field: "country", Eq: new("AT")}, func(p *prospect) bool { return p.Country == "AT" }, `country == "AT"`, ""},
		{scoring.Condition{Field: "title", Contains: new("Head")}, func(p *prospect) bool { return strings.Contains(p.Title, "Head") }, `title.contains("Head")`, `title contains "Head"`},
		{scoring.Condition{Field: "title", Prefix: new("Chief")}, func(p *prospect) bool { return strings.HasPrefix(p.Title, "Chief") }, `title.startsWith("Chief")`, `title startsWith "Chief"`},
		{scoring.Condition{Field: "title", Suffix: new("Officer")}, func(p *prospect) bool { return strings.HasSuffix(p.Title, "Officer") }, `title.endsWith("Officer")`, `title endsWith "Officer"`},
		{scoring.Condition{Field: "source", Eq: new("referral")}, func(p *prospect) bool { return p.Source == "referral" }, `source == "referral"`, ""},
		{scoring.Condition{Field: "source", NotIn: []string{"list", "import"}}, func(p *prospect) bool { return p.Source != "list" && p.Source != "import" }, `!(source in ["list", "import"])`, ""},
		{scoring.Condition{Field: "employees", Ge: new("250")}, func(p *prospect) bool { return p.Employees >= 250 }, `employees >= 250`, ""},
		{scoring.Condition{Field: "employees", Between: []string{"50", "249"}}, func(p *prospect) bool { return p.Employees >= 50 && p.Employees <= 249 }, `employees >= 50 && employees <= 249`, ""},
		{scoring.Condition{Field: "employees", Lt: new("10")}, func(p *prospect) bool { return p.Employees < 10 }, `employees < 10`, ""},
		{scoring.Condition{Field: "revenue", Ge: new("1e7")}, func(p *prospect) bool { return p.Revenue >= 1e7 }, `revenue >= 1e7`, ""},
		{scoring.Condition{Field: "revenue", Gt: new("1e9")}, func(p *prospect) bool { return p.Revenue > 1e9 }, `revenue > 1e9`, ""},
		{scoring.Condition{Field: "visits", Ge: new("3")}, func(p *prospect) bool { return p.Visits >= 3 }, `visits >= 3`, ""},
		{scoring.Condition{Field: "visits", Ge: new("30")}, func(p *prospect) bool { return p.Visits >= 30 }, `visits >= 30`, ""},
		{scoring.Condition{Field: "consent", Eq: new("true")}, func(p *prospect) bool { return p.Consent }, `consent`, ""},
		{scoring.Condition{Field: "competitor", Eq: new("true")}, func(p *prospect) bool { return p.Competitor }, `competitor`, ""},
		{scoring.Condition{Field: "since", Lt: new("2020-01-01")}, func(p *prospect) bool { return p.Since.Before(day2020) }, `since < timestamp("2020-01-01T00:00:00Z")`, `since < day2020`},
		{
			all(scoring.Condition{Field: "employees", Ge: new("100")}, scoring.Condition{Field: "country", Eq: new("DE")}),
			func(p *prospect) bool { return p.Employees >= 100 && p.Country == "DE" }, `employees >= 100 && country == "DE"`, "",
		},
		{
			all(scoring.Condition{Field: "industry", Eq: new("machinery")}, scoring.Condition{Field: "revenue", Ge: new("1e6")}),
			func(p *prospect) bool { return p.Industry == "machinery" && p.Revenue >= 1e6 }, `industry == "machinery" && revenue >= 1e6`, "",
		},
		{
			scoring.Condition{Any: []scoring.Condition{{Field: "source", Eq: new("event")}, {Field: "visits", Ge: new("10")}}},
			func(p *prospect) bool { return p.Source == "event" || p.Visits >= 10 }, `source == "event" || visits >= 10`, "",
		},
		{
			scoring.Condition{Not: &scoring.Condition{Field: "title", Contains: new("Intern")}},
			func(p *prospect) bool { return !strings.Contains(p.Title, "Intern") }, `!title.contains("Intern")`, `!(title contains "Intern")`,
		},
	}
}

// deedRule is a rule on activities: so many points for each, those of the last ninety
// days alone, at most three a day, half as much after thirty days.
type deedRule struct {
	typ                    string
	points                 int
	recent, limited, halve bool
}

func deedRules() []deedRule {
	var rules []deedRule
	for i, typ := range []string{"visit", "webinar", "download", "email_open", "email_click", "demo", "call", "event"} {
		rules = append(rules,
			deedRule{typ, i + 1, true, i%2 == 0, true},
			deedRule{typ, i + 1, false, false, i%2 == 0})
	}
	return rules
}

// weight is what the activities of one type count for, by hand.
func (d deedRule) weight(activities []scoring.Activity, asOf time.Time) (sum float64) {
	from, day, n := asOf.AddDate(0, 0, -90), int64(-1), 0
	for i := len(activities) - 1; i >= 0; i-- { // the latest first
		a := &activities[i]
		if a.Type != d.typ || a.At.After(asOf) || d.recent && !a.At.After(from) {
			continue
		}
		if d.limited {
			if at := a.At.Unix() / 86400; at != day {
				day, n = at, 0
			}
			if n++; n > 3 {
				continue
			}
		}
		if d.halve {
			sum += math.Exp2(-asOf.Sub(a.At).Hours() / 720)
		} else {
			sum++
		}
	}
	return sum
}

// fortyRules are all of them, with policies: a gate, bands, and a floor and caps that
// no lead of the test reaches, so that the peers need none.
func fortyRules() scoring.Spec {
	spec := scoring.Spec{
		Name: "forty", Revision: 1, Activities: map[string][]scoring.ActivityField{},
		Groups: []scoring.GroupSpec{
			{Name: "fit", Cap: new(29 * scoring.Point), Floor: new(1 * scoring.Point)},
			{Name: "engagement", Cap: new(300 * scoring.Point), HalfLife: "30d"},
			{Name: "history"},
		},
		Gates:   []scoring.GateSpec{{Name: "competitor", When: &scoring.Condition{Field: "competitor", Eq: new("true")}, Action: scoring.Disqualify}},
		Bands:   map[string]scoring.Points{"hot": 70 * scoring.Point, "cold": scoring.Min},
		Qualify: scoring.QualifySpec{Score: new(60 * scoring.Point), Exit: new(50 * scoring.Point)},
	}
	for i, r := range fitRules() {
		spec.Groups[0].Rules = append(spec.Groups[0].Rules, scoring.RuleSpec{Name: fmt.Sprint("fit", i), When: &r.when, Points: scoring.Points(i+1) * scoring.Point / 10})
	}
	for i, d := range deedRules() {
		spec.Activities[d.typ] = nil
		r := scoring.RuleSpec{Name: fmt.Sprint(d.typ, i), Activity: d.typ, Count: scoring.Each, Points: scoring.Points(d.points) * scoring.Point}
		if d.recent {
			r.Within = "90d"
		}
		if d.limited {
			r.Max, r.Per = new(3), "1d"
		}
		g := 2
		if d.halve {
			g = 1
		}
		spec.Groups[g].Rules = append(spec.Groups[g].Rules, r)
	}
	return spec
}

// busyProspect has done thirty things, five of a kind on each of six days.
func busyProspect() *prospect {
	p := &prospect{
		Industry: "machinery", Country: "DE", Title: "Head of Production", Source: "referral", Employees: 300,
		Revenue: 5e7, Visits: 12, Consent: true, Since: noon.AddDate(-1, 0, 0),
	}
	types := deedRules()
	for i := range 30 {
		at := noon.Add(-time.Duration(i/5*20*24)*time.Hour - time.Duration(i%5*10)*time.Minute)
		p.Activities = append(p.Activities, scoring.Activity{Type: types[i/5*2].typ, At: at, Asset: "x"})
	}
	slices.Reverse(p.Activities) // the oldest first, as a history is read
	return p
}

// record is the same lead as text.
func (p *prospect) record() scoring.Record {
	return scoring.Record{
		Fields: map[string]string{
			"industry": p.Industry, "country": p.Country, "title": p.Title, "source": p.Source, "employees": fmt.Sprint(p.Employees),
			"revenue": fmt.Sprint(p.Revenue), "visits": fmt.Sprint(p.Visits), "consent": fmt.Sprint(p.Consent),
			"competitor": fmt.Sprint(p.Competitor), "since": p.Since.Format(time.RFC3339),
		},
		Activities: p.Activities,
	}
}

func modelOf[T any](tb testing.TB) *scoring.Model[T] {
	tb.Helper()
	spec := fortyRules()
	spec.Fields = map[string]scoring.FieldType{
		"industry": scoring.String, "country": scoring.String, "title": scoring.String, "source": scoring.String, "employees": scoring.Int,
		"revenue": scoring.Float, "visits": scoring.Int, "consent": scoring.Bool, "competitor": scoring.Bool, "since": scoring.Time,
	}
	m, err := scoring.Compile(spec, scoring.Bindings[T]{})
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// handWritten are closures as a programmer writes them: each rule looks through all
// activities, and none says why.
func handWritten() func(p *prospect, asOf time.Time) float64 {
	var rules []func(p *prospect, asOf time.Time) float64
	for i, r := range fitRules() {
		points := float64(i+1) / 10
		rules = append(rules, func(p *prospect, _ time.Time) float64 {
			if r.hand(p) {
				return points
			}
			return 0
		})
	}
	for _, d := range deedRules() {
		points := float64(d.points)
		rules = append(rules, func(p *prospect, asOf time.Time) float64 { return points * d.weight(p.Activities, asOf) })
	}
	return func(p *prospect, asOf time.Time) (total float64) {
		for _, r := range rules {
			total += r(p, asOf)
		}
		return total
	}
}

// All sides of the benchmark give the lead the same points.
func TestModelClosuresCELAndExprAgreeOnFortyRules(t *testing.T) {
	p := busyProspect()
	if n := len(fitRules()) + len(deedRules()); n != 40 || len(p.Activities) != 30 {
		t.Fatalf("%d rules, %d activities", n, len(p.Activities))
	}
	inCEL, inExpr, byHand := celRules(t), exprRules(t), handWritten()
	for name, change := range map[string]func(){
		"as it is":        func() {},
		"another company": func() { p.Industry, p.Country, p.Title, p.Employees = "retail", "AT", "Chief Intern Officer", 60 },
		"an old and small one": func() {
			p.Since, p.Employees, p.Revenue, p.Source, p.Visits = day2020.AddDate(-1, 0, 0), 5, 2e9, "list", 31
		},
		"without activities": func() { p.Activities = nil },
	} {
		p = busyProspect()
		change()
		r, err := modelOf[*prospect](t).Score(p, noon)
		if err != nil {
			t.Fatal(err)
		}
		rec, err := modelOf[scoring.Record](t).Score(p.record(), noon)
		if err != nil {
			t.Fatal(err)
		}
		want := float64(r.Total) / float64(scoring.Point)
		got := map[string]float64{
			"record": float64(rec.Total) / float64(scoring.Point), "closures": byHand(p, noon), "cel": inCEL(p, noon), "expr": inExpr(p, noon),
		}
		for side, total := range got {
			if math.Abs(total-want) > 0.02 { // each of ours is rounded to a thousandth
				t.Errorf("%s: %s says %v, the model %v", name, side, total, want)
			}
		}
	}
}

// The figure is our time as a multiple of the peer's. Ours explains: it returns the
// line of each rule that gave points, and what is unknown.
func BenchmarkScoring(b *testing.B) {
	p := busyProspect()
	rec := p.record()
	model, records := modelOf[*prospect](b), modelOf[scoring.Record](b)
	check := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	var into scoring.Result
	ours := []struct {
		name string
		run  func(int)
	}{
		{"Score", func(int) { _, err := model.Score(p, noon); check(err) }},
		{"ScoreInto", func(int) { check(model.ScoreInto(&into, p, noon)) }},
		{"ScoreIntoRecord", func(int) { check(records.ScoreInto(&into, rec, noon)) }},
	}
	inCEL, inExpr, byHand := celRules(b), exprRules(b), handWritten()
	peer := func(total func(*prospect, time.Time) float64) func(int) {
		return func(int) {
			if total(p, noon) == 0 {
				b.Fatal("no points")
			}
		}
	}
	for _, o := range ours {
		b.Run(o.name+"/closures", func(b *testing.B) { beside(b, o.run, peer(byHand)) })
		b.Run(o.name+"/cel", func(b *testing.B) { beside(b, o.run, peer(inCEL)) })
		b.Run(o.name+"/expr", func(b *testing.B) { besideOf(b, 100, o.run, peer(inExpr)) })
	}
}
