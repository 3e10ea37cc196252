package scoring

import (
	"fmt"
	"math"
	"runtime"
	"testing"
	"time"
)

// benchLead is a lead with ten attributes.
type benchLead struct {
	Industry   string     `score:"industry"`
	Country    string     `score:"country"`
	Title      string     `score:"title"`
	Source     string     `score:"source"`
	Employees  int        `score:"employees"`
	Revenue    float64    `score:"revenue"`
	Visits     int        `score:"visits"`
	Consent    bool       `score:"consent"`
	Competitor bool       `score:"competitor"`
	Since      time.Time  `score:"since"`
	Activities []Activity `score:",activities"`
}

var benchTypes = []string{"visit", "webinar", "download", "email_open", "email_click", "demo", "call", "event"}

// benchRules are forty rules: twenty-four on attributes, sixteen on activities,
// twelve of those with a half-life, each with its window or limit.
func benchRules() Spec {
	attributes := []Condition{
		{Field: "industry", In: []string{"machinery", "automotive", "chemicals"}},
		{Field: "industry", Eq: new("machinery")},
		{Field: "industry", Ne: new("retail")},
		{Field: "country", In: []string{"AT", "DE", "CH"}},
		{Field: "country", Eq: new("AT")},
		{Field: "title", Contains: new("Head")},
		{Field: "title", Prefix: new("Chief")},
		{Field: "title", Suffix: new("Officer")},
		{Field: "source", Eq: new("referral")},
		{Field: "source", NotIn: []string{"list", "import"}},
		{Field: "employees", Ge: new("250")},
		{Field: "employees", Between: []string{"50", "249"}},
		{Field: "employees", Lt: new("10")},
		{Field: "revenue", Ge: new("1e7")},
		{Field: "revenue", Gt: new("1e9")},
		{Field: "visits", Ge: new("3")},
		{Field: "visits", Ge: new("30")},
		{Field: "consent", Eq: new("true")},
		{Field: "competitor", Eq: new("true")},
		{Field: "since", Lt: new("2020-01-01")},
		{All: []Condition{{Field: "employees", Ge: new("100")}, {Field: "country", Eq: new("DE")}}},
		{All: []Condition{{Field: "industry", Eq: new("machinery")}, {Field: "revenue", Ge: new("1e6")}}},
		{Any: []Condition{{Field: "source", Eq: new("event")}, {Field: "visits", Ge: new("10")}}},
		{Not: &Condition{Field: "title", Contains: new("Intern")}},
	}
	spec := Spec{
		Name: "bench", Revision: 1, Activities: map[string][]ActivityField{},
		Groups: []GroupSpec{
			{Name: "fit", Cap: new(25 * Point), Floor: new(-20 * Point)},
			{Name: "engagement", Cap: new(200 * Point), HalfLife: "30d"},
			{Name: "recent"},
		},
		Qualify: QualifySpec{Score: new(120 * Point), Exit: new(110 * Point)},
	}
	for i := range attributes {
		spec.Groups[0].Rules = append(spec.Groups[0].Rules, RuleSpec{Name: fmt.Sprint("a", i), When: &attributes[i], Points: Points(i+1) * 100})
	}
	for i, typ := range benchTypes {
		spec.Activities[typ] = nil
		r := RuleSpec{Name: typ, Activity: typ, Within: "90d", Count: Each, Points: Points(i+1) * 1000}
		half := r
		half.Name = typ + "_long"
		half.Within = ""
		if i%2 == 0 {
			r.Max, r.Per = new(3), "1d"
		}
		spec.Groups[1].Rules = append(spec.Groups[1].Rules, r)
		g := 1 + i%2
		spec.Groups[g].Rules = append(spec.Groups[g].Rules, half)
	}
	return spec
}

func benchLeadOf(asOf time.Time) benchLead {
	l := benchLead{
		Industry: "machinery", Country: "DE", Title: "Head of Production", Source: "referral", Employees: 300,
		Revenue: 5e7, Visits: 12, Consent: true, Since: asOf.AddDate(-1, 0, 0),
	}
	for i := range 30 {
		l.Activities = append(l.Activities, Activity{Type: benchTypes[i*5%8], At: asOf.Add(-time.Duration(30-i) * 71 * time.Hour), Asset: "x"})
	}
	return l
}

func BenchmarkScore(b *testing.B) {
	m, err := Compile(benchRules(), Bindings[benchLead]{})
	if err != nil {
		b.Fatal(err)
	}
	l := benchLeadOf(monday)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Score(l, monday); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkScoreRecord(b *testing.B) {
	spec := benchRules()
	spec.Fields = map[string]FieldType{
		"industry": String, "country": String, "title": String, "source": String, "employees": Int, "revenue": Float,
		"visits": Int, "consent": Bool, "competitor": Bool, "since": Time,
	}
	m, err := Compile(spec, Bindings[Record]{})
	if err != nil {
		b.Fatal(err)
	}
	rec := Record{
		Fields: map[string]string{
			"industry": "machinery", "country": "DE", "title": "Head of Production", "source": "referral", "employees": "300",
			"revenue": "5e7", "visits": "12", "consent": "true", "competitor": "false", "since": "2025-03-02",
		},
		Activities: benchLeadOf(monday).Activities,
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Score(rec, monday); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNextChange(b *testing.B) {
	m, err := Compile(benchRules(), Bindings[benchLead]{})
	if err != nil {
		b.Fatal(err)
	}
	r := score(b, m, benchLeadOf(monday), monday)
	b.ReportAllocs()
	for b.Loop() {
		if r.NextChange(true).IsZero() {
			b.Fatal("never")
		}
	}
}

// benchClosures are the same rules as a programmer would write them by hand: one
// function for each, which looks through all activities and returns points.
func benchClosures() []func(l *benchLead, asOf time.Time) float64 {
	type rule = func(l *benchLead, asOf time.Time) float64
	var rules []rule
	on := func(points float64, is func(l *benchLead) bool) {
		rules = append(rules, func(l *benchLead, _ time.Time) float64 {
			if is(l) {
				return points
			}
			return 0
		})
	}
	for i, is := range []func(l *benchLead) bool{
		func(l *benchLead) bool {
			return l.Industry == "machinery" || l.Industry == "automotive" || l.Industry == "chemicals"
		},
		func(l *benchLead) bool { return l.Industry == "machinery" },
		func(l *benchLead) bool { return l.Industry != "retail" },
		func(l *benchLead) bool { return l.Country == "AT" || l.Country == "DE" || l.Country == "CH" },
		func(l *benchLead) bool { return l.Country == "AT" },
		func(l *benchLead) bool { return contains(l.Title, "Head") },
		func(l *benchLead) bool { return len(l.Title) >= 5 && l.Title[:5] == "Chief" },
		func(l *benchLead) bool { return len(l.Title) >= 7 && l.Title[len(l.Title)-7:] == "Officer" },
		func(l *benchLead) bool { return l.Source == "referral" },
		func(l *benchLead) bool { return l.Source != "list" && l.Source != "import" },
		func(l *benchLead) bool { return l.Employees >= 250 },
		func(l *benchLead) bool { return l.Employees >= 50 && l.Employees <= 249 },
		func(l *benchLead) bool { return l.Employees < 10 },
		func(l *benchLead) bool { return l.Revenue >= 1e7 },
		func(l *benchLead) bool { return l.Revenue > 1e9 },
		func(l *benchLead) bool { return l.Visits >= 3 },
		func(l *benchLead) bool { return l.Visits >= 30 },
		func(l *benchLead) bool { return l.Consent },
		func(l *benchLead) bool { return l.Competitor },
		func(l *benchLead) bool { return l.Since.Before(longAgo) },
		func(l *benchLead) bool { return l.Employees >= 100 && l.Country == "DE" },
		func(l *benchLead) bool { return l.Industry == "machinery" && l.Revenue >= 1e6 },
		func(l *benchLead) bool { return l.Source == "event" || l.Visits >= 10 },
		func(l *benchLead) bool { return !contains(l.Title, "Intern") },
	} {
		on(float64(i+1)/10, is)
	}
	for i, typ := range benchTypes {
		points, limited := float64(i+1), i%2 == 0
		rules = append(rules,
			func(l *benchLead, asOf time.Time) (sum float64) {
				from, day, n := asOf.AddDate(0, 0, -90), int64(-1), 0
				for j := len(l.Activities) - 1; j >= 0; j-- {
					a := &l.Activities[j]
					if a.Type != typ || a.At.After(asOf) || !a.At.After(from) {
						continue
					}
					if limited {
						if d := a.At.Unix() / 86400; d != day {
							day, n = d, 0
						}
						if n++; n > 3 {
							continue
						}
					}
					sum += math.Exp2(-asOf.Sub(a.At).Hours() / 720)
				}
				return points * sum
			},
			func(l *benchLead, asOf time.Time) (sum float64) {
				for j := range l.Activities {
					if a := &l.Activities[j]; a.Type == typ && !a.At.After(asOf) {
						if limited {
							sum += math.Exp2(-asOf.Sub(a.At).Hours() / 720)
						} else {
							sum++
						}
					}
				}
				return points * sum
			})
	}
	return rules
}

var longAgo = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

func contains(s, part string) bool {
	for i := 0; i+len(part) <= len(s); i++ {
		if s[i:i+len(part)] == part {
			return true
		}
	}
	return false
}

func BenchmarkHandWrittenClosures(b *testing.B) {
	rules := benchClosures()
	l := benchLeadOf(monday)
	b.ReportAllocs()
	for b.Loop() {
		total := 0.0
		for _, r := range rules {
			total += r(&l, monday)
		}
		if total == 0 {
			b.Fatal(total)
		}
	}
}

// The benchmark compares what gives the same points.
func TestBenchmarkRulesAgreeWithTheClosures(t *testing.T) {
	spec := benchRules()
	spec.Groups[0].Cap, spec.Groups[1].Cap = nil, nil
	m, err := Compile(spec, Bindings[benchLead]{})
	if err != nil {
		t.Fatal(err)
	}
	l := benchLeadOf(monday)
	want := 0.0
	for _, r := range benchClosures() {
		want += r(&l, monday)
	}
	r := score(t, m, l, monday)
	if got := float64(r.Total) / 1000; math.Abs(got-want) > 0.02 || len(benchClosures()) != 40 {
		t.Errorf("got %v, the closures %v", got, want)
	}
}

func BenchmarkScoreInto(b *testing.B) {
	m, err := Compile(benchRules(), Bindings[benchLead]{})
	if err != nil {
		b.Fatal(err)
	}
	l := benchLeadOf(monday)
	var r Result
	b.ReportAllocs()
	for b.Loop() {
		if err := m.ScoreInto(&r, l, monday); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkScoreAll is one lead's share of a batch, by one worker and by all.
func BenchmarkScoreAll(b *testing.B) {
	m, err := Compile(benchRules(), Bindings[*benchLead]{})
	if err != nil {
		b.Fatal(err)
	}
	leads := make([]*benchLead, 1<<14)
	for i := range leads {
		l := benchLeadOf(monday)
		leads[i] = &l
	}
	for _, workers := range []int{1, runtime.GOMAXPROCS(0)} {
		b.Run(fmt.Sprint("workers=", workers), func(b *testing.B) {
			n := 0
			for b.Loop() {
				n += len(m.ScoreAll(b.Context(), leads, monday, Batch{Workers: workers}))
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/lead")
		})
	}
}
