package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/examples/internal/clitest"
)

func TestCellsThatCannotBeReadAreTold(t *testing.T) {
	inDemo(t)
	clitest.Write(t, "demo-leads.csv", strings.NewReplacer("true,false\nL-02", "yes,no\nL-02", "900,DE", "ca. 900,DE", "60,DE", "many,DE").Replace(clitest.Read(t, "demo-leads.csv")))
	text, _ := program.Succeed(t, demo...)
	const want = `
needed by a rule or gate, and not known of so many leads:
  employees   3, 2 of them cannot be read, such as "ca. 900" (expected a whole number such as 1200)
  competitor  2, 1 of them cannot be read, such as "no" (expected true or false)
  consent     2, 1 of them cannot be read, such as "yes" (expected true or false)
  position    1
`
	if !strings.HasSuffix(text, want) {
		t.Errorf("want at the end %s:\n%s", want, text)
	}
	german, _ := program.Succeed(t, with(demo, "-lang", "de")...)
	for _, want := range []string{
		`  employees   3, davon 2 nicht lesbar, etwa "ca. 900" (erwartet: eine ganze Zahl wie 1200)` + "\n",
		`  consent     2, davon 1 nicht lesbar, etwa "yes" (erwartet: true oder false)` + "\n",
	} {
		if !strings.Contains(german, want) {
			t.Errorf("want %s:\n%s", want, german)
		}
	}
}

// Whoever reads the scores with a program does not see the summary.
func TestCellsThatCannotBeReadAreNotedInEveryFormat(t *testing.T) {
	inDemo(t)
	clitest.Write(t, "demo-leads.csv", strings.NewReplacer("true,false\nL-02", "yes,no\nL-02", "900,DE", "ca. 900,DE", "60,DE", "many,DE").Replace(clitest.Read(t, "demo-leads.csv")))
	const want = `note: cannot be read of 2 leads: employees, such as "ca. 900"; expected a whole number such as 1200
note: cannot be read of 1 lead: competitor, such as "no"; expected true or false
note: cannot be read of 1 lead: consent, such as "yes"; expected true or false
`
	for _, flags := range [][]string{nil, {"-lang", "de"}, {"-format", "csv"}, {"-format", "json"}, {"-o", "out.txt"}} {
		if _, stderr := program.Succeed(t, with(demo, flags...)...); !strings.HasSuffix(stderr, want) {
			t.Errorf("%v: stderr does not end with %s:\n%s", flags, want, stderr)
		}
	}
	_, stderr := program.Succeed(t, with(demo, "-explain", "L-01")...)
	if want := `note: cannot be read of 1 lead: competitor, such as "no"; expected true or false` + "\n"; !strings.Contains(stderr, want) {
		t.Errorf("stderr lacks %s:\n%s", want, stderr)
	}
	if strings.Contains(stderr, "employees") {
		t.Errorf("of a lead that is not explained:\n%s", stderr)
	}
}

// A lead that lacks a field in one place may have it in another, unreadable: of what
// leads did the example is in no column of the leads.
func TestCellsOfActivitiesThatCannotBeReadAreNoted(t *testing.T) {
	t.Chdir(t.TempDir())
	clitest.Write(t, "rules.yaml", `name: two
revision: 1
fields: {seconds: int}
activities: {visit: [{name: seconds, type: int}], call: [{name: seconds, type: int}, {name: paid, type: bool}]}
missing: [""]
groups:
  - name: g
    rules:
      - {name: own, when: {field: seconds, ge: 1}, points: 1}
      - {name: visit, activity: visit, where: {field: seconds, ge: 9}, count: each, points: 1}
      - {name: call, activity: call, where: {all: [{field: seconds, ge: 9}, {field: paid, eq: true}]}, count: each, points: 1}
qualify: {score: 1}
`)
	clitest.Write(t, "leads.csv", "id,seconds\na,\nb,1\nc,x\n")
	clitest.Write(t, "activities.csv", `lead,type,at,seconds,paid
a,visit,2026-03-01,,
a,visit,2026-03-01,10,
a,visit,2026-03-01,1 min,
b,call,2026-03-01,"1,5",ja
b,call,2026-03-01,90,TRUE
c,visit,2026-03-01,12,
`)
	_, stderr := program.Succeed(t, "-leads", "leads.csv", "-activities", "activities.csv", "-rules", "rules.yaml", "-asof", "2026-03-02", "-format", "csv")
	const want = `leads.csv: 3 leads
activities.csv: 6 activities
note: cannot be read of 1 lead: paid of call, such as "ja"; expected true or false
note: cannot be read of 1 lead: seconds, such as "x"; expected a whole number such as 1200
note: cannot be read of 1 lead: seconds of call, such as "1,5"; expected a whole number such as 1200
note: cannot be read of 1 lead: seconds of visit, such as "1 min"; expected a whole number such as 1200
`
	if diff := cmp.Diff(want, stderr); diff != "" {
		t.Errorf("stderr (-want +got)\n%s", diff)
	}
}

func TestOfManyFieldsThatCannotBeReadAFewAreNoted(t *testing.T) {
	t.Chdir(t.TempDir())
	var fields, rules, head, row strings.Builder
	for i := range 12 {
		fmt.Fprintf(&fields, "  f%02d: float\n", i)
		fmt.Fprintf(&rules, "      - {name: r%02d, when: {field: f%02d, ge: 1}, points: 1}\n", i, i)
		fmt.Fprintf(&head, ",f%02d", i)
		row.WriteString(";1,5")
	}
	clitest.Write(t, "rules.yaml", "name: many\nrevision: 1\nfields:\n"+fields.String()+"groups:\n  - name: g\n    rules:\n"+rules.String()+"qualify: {score: 1}\n")
	clitest.Write(t, "leads.csv", "id"+strings.ReplaceAll(head.String(), ",", ";")+"\na"+row.String()+"\n")
	_, stderr := program.Succeed(t, "-leads", "leads.csv", "-rules", "rules.yaml", "-format", "json")
	want := `note: cannot be read of 1 lead: f09, such as "1,5"; expected a number such as 0.5
note: cannot be read either: 2 further fields
`
	if got := strings.Count(stderr, "note: "); got != 11 || !strings.HasSuffix(stderr, want) {
		t.Errorf("%d notes, want 11; want at the end %s:\n%s", got, want, stderr)
	}
}

func TestAGateSaysWhetherAValueIsMissingOrUnreadable(t *testing.T) {
	inDemo(t)
	clitest.Write(t, "demo-leads.csv", "id,industry,employees,country,position,mailbox,consent,competitor\n"+
		"a,machinery,100,AT,head,company,ja,false\nb,machinery,100,AT,head,company,,false\n")
	text, _ := program.Succeed(t, "-leads", "demo-leads.csv", "-rules", "rules.yaml", "-asof", "2026-03-02")
	for _, want := range []string{"gate no consent (cannot be read)", "gate no consent (not known)"} {
		if strings.Count(text, want) != 1 {
			t.Errorf("%q is not there once:\n%s", want, text)
		}
	}
}
