package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/examples/internal/clitest"
)

// A misspelt value makes a rule that compiles and applies to nobody.
func TestAValueThatNoLeadHasIsNoted(t *testing.T) {
	for _, tt := range []struct{ name, from, to, want string }{
		{"eq", "eq: private", "eq: privat", `note: rule private mailbox applied to 0 of 12 leads: no mailbox is "privat" (did you mean "private"?)`},
		{"in", "in: [DE, AT, CH]", "in: [Germany, Austria, Switzerland, Italy, France]", `note: rule home market applied to 0 of 12 leads: no country is "Germany" or "Austria" or "Switzerland" or 2 others`},
		{
			"one of all", "{field: country, in: [DE, AT, CH]}", "{all: [{field: employees, ge: 1}, {field: country, eq: D}]}",
			`note: rule home market applied to 0 of 12 leads: no country is "D"`,
		},
		{
			"each of any", "{field: country, in: [DE, AT, CH]}", "{any: [{field: country, eq: X}, {field: mailbox, eq: Private}]}",
			`note: rule home market applied to 0 of 12 leads: no country is "X", and no mailbox is "Private" (did you mean "private"?)`,
		},
		{"the field of an activity", "{field: campaign, eq: newsletter}", "{field: campaign, eq: news letter}", `note: rule newsletter applied to 0 of 12 activities email_click: no campaign is "news letter" (did you mean "newsletter"?)`},
		{"one of any alone", "{field: country, in: [DE, AT, CH]}", "{any: [{field: country, eq: X}, {field: mailbox, eq: private}]}", ""},
		{"what is not", "{field: country, in: [DE, AT, CH]}", "{not: {field: country, eq: X}}", ""},
		{"a number that no lead has", "{field: employees, between: [50, 2000]}", "{field: employees, eq: 77777}", ""},
		{"a gate", "{field: competitor, eq: true}", "{field: mailbox, eq: secret}", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inDemo(t)
			text := clitest.Read(t, "rules.yaml")
			if strings.Count(text, tt.from) != 1 {
				t.Fatalf("rules.yaml has %q %d times", tt.from, strings.Count(text, tt.from))
			}
			clitest.Write(t, "rules.yaml", strings.Replace(text, tt.from, tt.to, 1))
			clicks := clitest.Read(t, "demo-activities.csv")
			for i := range 12 - strings.Count(clicks, ",email_click,") {
				clicks += fmt.Sprintf("L-02,email_click,2026-02-%02d,,newsletter\n", i+1)
			}
			clitest.Write(t, "demo-activities.csv", clicks)
			_, stderr := program.Succeed(t, with(demo, "-format", "csv")...)
			var got strings.Builder
			for l := range strings.Lines(stderr) {
				if strings.Contains(l, "applied to") {
					got.WriteString(l)
				}
			}
			if diff := cmp.Diff(tt.want, strings.TrimSuffix(got.String(), "\n")); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// Of few leads, or where hardly anything is known, a value that does not occur says
// nothing.
func TestAValueThatMayOnlyBeRareIsNotNoted(t *testing.T) {
	inDemo(t)
	text := strings.Replace(clitest.Read(t, "rules.yaml"), "eq: private", "eq: privat", 1)
	clitest.Write(t, "rules.yaml", text)
	const want = "rule private mailbox applied to 0"
	leads := func(n, known int) string {
		var b strings.Builder
		b.WriteString("id,industry,employees,country,position,mailbox,consent,competitor\n")
		for i := range n {
			mailbox := "company"
			if i >= known {
				mailbox = "unknown"
			}
			fmt.Fprintf(&b, "L-%d,machinery,100,AT,head,%s,true,false\n", i, mailbox)
		}
		return b.String()
	}
	for _, tt := range []struct {
		leads, known int
		noted        bool
	}{{10, 10, true}, {9, 9, false}, {10, 6, true}, {10, 5, false}, {40, 0, false}} {
		clitest.Write(t, "demo-leads.csv", leads(tt.leads, tt.known))
		_, stderr := program.Succeed(t, demo...)
		if got := strings.Contains(stderr, want); got != tt.noted {
			t.Errorf("%+v: noted is %t:\n%s", tt, got, stderr)
		}
	}
	clitest.Write(t, "demo-leads.csv", leads(10, 10))
	if _, stderr := program.Succeed(t, with(demo, "-explain", "L-3")...); strings.Contains(stderr, want) {
		t.Errorf("of one lead that is explained:\n%s", stderr)
	}
}

func TestOfManyRulesThatApplyToNobodyAFewAreNoted(t *testing.T) {
	t.Chdir(t.TempDir())
	var rules, leads strings.Builder
	for i := range 12 {
		fmt.Fprintf(&rules, "      - {name: r%02d, when: {field: s, eq: x%02d}, points: 1}\n", i, i)
		fmt.Fprintf(&leads, "L-%d,other\n", i)
	}
	clitest.Write(t, "rules.yaml", "name: many\nrevision: 1\nfields: {s: string}\ngroups:\n  - name: g\n    rules:\n"+rules.String()+"qualify: {score: 1}\n")
	clitest.Write(t, "leads.csv", "id,s\n"+leads.String())
	_, stderr := program.Succeed(t, "-leads", "leads.csv", "-rules", "rules.yaml", "-format", "json")
	want := `note: rule r09 applied to 0 of 12 leads: no s is "x09"
note: applied to none either: 2 further rules
`
	if got := strings.Count(stderr, "note: "); got != 11 || !strings.HasSuffix(stderr, want) {
		t.Errorf("%d notes, want 11; want at the end %s:\n%s", got, want, stderr)
	}
}
