package scoring

import (
	"strings"
	"testing"
	"time"
)

// What the documentation of well-known systems says a lead scores, as rules of
// ours.
func TestDocumentedBehaviours(t *testing.T) {
	const eloquaProfile = `
fields: {title: string, industry: string, revenue: string, solution: string}
groups:
  - {name: title, pick: best, rules: [
      {name: vp, when: {field: title, eq: VP Marketing}, points: 30},
      {name: director, when: {field: title, eq: Director of Sales}, points: 15},
      {name: manager, when: {field: title, eq: Manager of Sales}, points: 7.5}]}
  - {name: industry, pick: best, rules: [{name: software, when: {field: industry, in: [Software, Pharmaceutical]}, points: 30}]}
  - {name: revenue, pick: best, rules: [
      {name: billion, when: {field: revenue, eq: $1 billion}, points: 25},
      {name: hundred, when: {field: revenue, eq: $100 million}, points: 5}]}
  - {name: solution, pick: best, rules: [
      {name: one, when: {field: solution, eq: Competitor 1}, points: 15},
      {name: two, when: {field: solution, eq: Competitor 2}, points: 12}]}
`
	profile := func(title, industry, revenue, solution string) Record {
		return Record{Fields: map[string]string{"title": title, "industry": industry, "revenue": revenue, "solution": solution}}
	}
	const hubspotLimits = `
fields: {a: bool, b: bool, c: bool, d: bool}
groups:
  - {name: engagement, cap: 60, rules: [
      {name: forms, when: {field: a, eq: true}, points: 50},
      {name: meetings, when: {field: b, eq: true}, points: 40}]}
  - {name: fit, cap: 40, rules: [{name: country, when: {field: c, eq: true}, points: 10}, {name: role, when: {field: d, eq: true}, points: 30}]}
`
	const accountEngagement = `
activities: {form: [], form_error: [], page_view: [], custom_redirect: []}
groups:
  - {name: score, rules: [
      {name: form, activity: form, count: each, points: 50},
      {name: form_error, activity: form_error, count: each, points: -5},
      {name: page_view, activity: page_view, count: each, points: VIEW},
      {name: custom_redirect, activity: custom_redirect, count: each, points: 3}]}
`
	prospect := Record{Activities: []Activity{did("form", -1), did("form_error", -1)}}
	prospect.Activities = append(prospect.Activities, repeat(10, did("page_view", -2))...)
	prospect.Activities = append(prospect.Activities, repeat(2, did("custom_redirect", -3))...)

	const halfLife = `
activities: {visit: []}
groups: [{name: engagement, half_life: 30d, rules: [{name: visit, activity: visit, count: each, points: 10}]}]
`
	yes := Record{Fields: map[string]string{"a": "true", "b": "true", "c": "true"}}
	for _, tt := range []struct {
		name  string
		rules string
		lead  Record
		asOf  time.Time
		want  Points
	}{
		{
			"HubSpot, Build lead scores: a fit of -30 and an engagement of 70 make a combined score of 40",
			`
fields: {a: bool, b: bool}
groups:
  - {name: fit, rules: [{name: competitor, when: {field: a, eq: true}, points: -30}]}
  - {name: engagement, rules: [{name: meeting, when: {field: b, eq: true}, points: 70}]}
`, yes, monday, 40 * Point,
		},
		{
			"HubSpot, Build lead scores: group limits of 60 and 40 make 70 of 90 and 10",
			hubspotLimits, yes, monday, 70 * Point,
		},
		{
			"Account Engagement, Prospect Scoring Overview: default points of 1 form, 10 views, 2 redirects and 1 form error",
			strings.Replace(accountEngagement, "VIEW", "1", 1), prospect, monday, 61 * Point,
		},
		{
			"Account Engagement, Using Custom Scoring Rules: a changed rule is retroactive, with views at 2",
			strings.Replace(accountEngagement, "VIEW", "2", 1), prospect, monday, 71 * Point,
		},
		{
			"Account Engagement, Prospect Scoring Overview: an opened e-mail can count once, however often it is opened",
			`
activities: {email_open: []}
groups: [{name: score, rules: [{name: email_open, activity: email_open, count: per_asset, points: 1}]}]
`,
			Record{Activities: []Activity{
				{Type: "email_open", At: day(-3), Asset: "spring"},
				{Type: "email_open", At: day(-1), Asset: "spring"},
				{Type: "email_open", At: day(-2), Asset: "summer"},
			}},
			monday, 2 * Point,
		},
		{
			"Eloqua, Configuring profile criteria: a VP in software of 100 million with competitor 1",
			eloquaProfile, profile("VP Marketing", "Software", "$100 million", "Competitor 1"), monday, 80 * Point,
		},
		{
			"Eloqua, Configuring profile criteria: a director in pharmaceuticals of 1 billion with competitor 2",
			eloquaProfile, profile("Director of Sales", "Pharmaceutical", "$1 billion", "Competitor 2"), monday, 82 * Point,
		},
		{
			"Eloqua, Configuring engagement criteria: a form 10 days ago, 3 clicks and 1 product page this week, 1 opened e-mail",
			`
activities: {form: [], click: [], product_page: [], open: []}
groups:
  - {name: form, pick: best, rules: [
      {name: 7 days, activity: form, within: 7d, count: once, points: 35},
      {name: 14 days, activity: form, within: 14d, count: once, points: 26.25},
      {name: 30 days, activity: form, within: 30d, count: once, points: 17.5}]}
  - {name: click, pick: best, rules: [
      {name: 3 in 7 days, activity: click, within: 7d, min: 3, count: once, points: 20},
      {name: 3 in 30 days, activity: click, within: 30d, min: 3, count: once, points: 15},
      {name: 1 in 14 days, activity: click, within: 14d, count: once, points: 10}]}
  - {name: product_page, pick: best, rules: [
      {name: 3 in 7 days, activity: product_page, within: 7d, min: 3, count: once, points: 30},
      {name: 3 in 30 days, activity: product_page, within: 30d, min: 3, count: once, points: 22.5},
      {name: 1 in 14 days, activity: product_page, within: 14d, count: once, points: 15}]}
  - {name: open, pick: best, rules: [
      {name: 3 in 30 days, activity: open, within: 30d, min: 3, count: once, points: 11.25},
      {name: 1 in 14 days, activity: open, within: 14d, count: once, points: 15}]}
`,
			Record{Activities: append(repeat(3, did("click", -2)), did("form", -10), did("product_page", -3), did("open", -4))},
			monday, 76250,
		},
		{
			"Marketo, Change Score: minus points take a score below zero, unless a floor holds it",
			`
fields: {a: bool}
groups: [{name: score, floor: 0, rules: [{name: student, when: {field: a, eq: true}, points: -50}]}]
`, yes, monday, 0,
		},
		{
			"half-life of 30 days: 10 points on days 0, 10, 5 (late), 30 and 60 are 11.72798... on day 90",
			halfLife,
			Record{Activities: []Activity{did("visit", 0), did("visit", 10), did("visit", 5), did("visit", 30), did("visit", 60)}},
			day(90), 11728,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := model(t, tt.rules+"\nqualify: {score: -50}\n")
			if got := score(t, m, tt.lead, tt.asOf); got.Total != tt.want {
				t.Errorf("got %v, want %v: %s", got.Total, tt.want, list(got))
			}
		})
	}
}
