package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/examples/internal/clitest"
	"github.com/leadline-go/leadline/scoring"
)

func TestTheDemoInEveryFormat(t *testing.T) {
	for _, tt := range []struct {
		golden string
		flags  []string
	}{
		{"demo.txt", nil},
		{"demo_de.txt", []string{"-lang", "de"}},
		{"demo.csv", []string{"-format", "csv"}},
		{"demo.jsonl", []string{"-format", "json"}},
		{"explain_short.txt", []string{"-explain", "L-03"}},
		{"explain_ask.txt", []string{"-explain", "L-05"}},
		{"explain_no_consent_de.txt", []string{"-explain", "L-08", "-lang", "de"}},
		{"explain_short.json", []string{"-explain", "L-03", "-format", "json"}},
	} {
		t.Run(tt.golden, func(t *testing.T) {
			stdout, stderr := program.Succeed(t, with(demo, tt.flags...)...)
			clitest.Golden(t, tt.golden, stdout)
			const told = `demo-leads.csv: 12 leads
demo-activities.csv: 40 activities
note: not counted, for the lead is not in demo-leads.csv: 1
note: not counted, for they are after 2026-03-02 00:00:00 UTC: 1
`
			if diff := cmp.Diff(told, stderr); diff != "" {
				t.Errorf("stderr (-want +got)\n%s", diff)
			}
		})
	}
}

// The demo's rules, on leads whose points can be counted in the head: all times are
// whole half-lives before the time of the score.
func TestPointsByHand(t *testing.T) {
	inDemo(t)
	const fits = "machinery,100,AT,head,company,true,false" // 20 + 15 + 10 + 15, at most 50
	clitest.Write(t, "leads.csv", "id,industry,employees,country,position,mailbox,consent,competitor\n"+
		"fits,"+fits+"\n"+
		"demo,"+fits+"\n"+ // + 45/2
		"both,"+fits+"\n"+ // + 45/2 + 20/4, at the threshold + 7.5
		"much,"+fits+"\n"+ // + 45 + 3x10 of four, at most 60
		"gone,"+fits+"\n"+ // + 45 - 25/2
		"poor,retail,7,US,clerk,private,true,false\n"+ // - 15
		"rich,machinery,100,AT,head,company,true,true\n"+
		"away,"+fits+"\n") // the demo was 90 days ago, which is not within 90 days
	clitest.Write(t, "activities.csv", `lead,type,at,asset,campaign
demo,demo_request,2026-01-31,,
demo,demo_request,2026-01-01,,
both,demo_request,2026-01-31,,
both,webinar,2026-01-01,a,
both,webinar,2025-12-02,a,
much,demo_request,2026-03-02,,
much,download,2026-03-02,a,
much,download,2026-03-02,b,
much,download,2026-03-02,c,
much,download,2026-03-02,d,
gone,demo_request,2026-03-02,,
gone,unsubscribe,2025-09-03,,
away,demo_request,2025-12-02,,
`)
	got, _ := program.Succeed(t, "-leads", "leads.csv", "-activities", "activities.csv", "-rules", "rules.yaml", "-asof", "2026-03-02", "-format", "csv")
	const want = `id,score,grade,qualified
much,110,A1,true
gone,82.5,A2,true
both,77.5,A2,true
demo,72.5,A2,true
away,50,A3,false
fits,50,A3,false
rich,50,A3,false
poor,-15,C3,false
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestAnExplanationFitsOneScreen(t *testing.T) {
	_, leads := rows(clitest.Read(t, "demo-leads.csv"))
	for _, lead := range leads {
		id, _, _ := strings.Cut(lead, ",")
		for _, lang := range []string{"en", "de"} {
			text, _ := program.Succeed(t, with(demo, "-explain", id, "-lang", lang)...)
			first, rest := rows(text)
			if len(rest)+1 > 40 {
				t.Errorf("%s in %s takes %d lines", id, lang, len(rest)+1)
			}
			for _, l := range rest {
				if n := utf8.RuneCountInString(l); n > 100 {
					t.Errorf("%s in %s has a line of %d columns: %s", id, lang, n, l)
				}
			}
			if first != id {
				t.Errorf("it explains %q, want %q", first, id)
			}
		}
	}
}

func TestTheOrderOfRowsAndColumnsDoesNotMatter(t *testing.T) {
	inDemo(t)
	want := map[string]string{}
	for _, format := range []string{"text", "csv", "json"} {
		want[format], _ = program.Succeed(t, with(demo, "-format", format)...)
	}
	leads, activities := clitest.Read(t, "demo-leads.csv"), clitest.Read(t, "demo-activities.csv")
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 0))
		clitest.Write(t, "demo-leads.csv", shuffled(leads, r))
		clitest.Write(t, "demo-activities.csv", shuffled(activities, r))
		for format, want := range want {
			if got, _ := program.Succeed(t, with(demo, "-format", format)...); got != want {
				t.Fatalf("seed %d, %s (-want +got)\n%s", seed, format, cmp.Diff(want, got))
			}
		}
	}
}

// shuffled permutes the rows of a CSV file behind the header.
func shuffled(content string, r *rand.Rand) string {
	head, rest := rows(content)
	r.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
	return head + "\n" + strings.Join(rest, "\n") + "\n"
}

func TestCSVAsSpreadsheetsWriteIt(t *testing.T) {
	want, _ := program.Succeed(t, with(demo, "-format", "csv")...)
	for _, tt := range []struct {
		name   string
		change func(string) string
	}{
		{"with a byte order mark", func(s string) string { return "\ufeff" + s }},
		{"with line ends of Windows", func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }},
		{"with semicolons", func(s string) string {
			return strings.ReplaceAll(strings.ReplaceAll(s, `"Weber, Sohn & Co"`, "Weber"), ",", ";")
		}},
		{"with tabs", func(s string) string {
			return strings.ReplaceAll(strings.ReplaceAll(s, `"Weber, Sohn & Co"`, "Weber"), ",", "\t")
		}},
		{"with a quoted header", func(s string) string {
			return strings.NewReplacer("id,company", `"id","company"`, "lead,type", `"lead","type"`).Replace(s)
		}},
		{"with a column whose name holds another separator", func(s string) string {
			return strings.NewReplacer("id,company", `id,"name; company"`, "lead,type", `"lead",type`).Replace(s)
		}},
		{"without the last line end", func(s string) string { return strings.TrimSuffix(s, "\n") }},
		{"with blank lines", func(s string) string { return strings.ReplaceAll(s, "\nL-05", "\n\nL-05") }},
		{"with booleans in capitals", func(s string) string {
			return strings.NewReplacer(",true", ",TRUE", ",false", ",FALSE").Replace(s)
		}},
		{"all of it", func(s string) string {
			s = strings.NewReplacer(",true", ",True", ",false", ",False").Replace(s)
			s = strings.ReplaceAll(strings.ReplaceAll(s, `"Weber, Sohn & Co"`, "Weber"), ",", ";")
			return "\ufeff" + strings.ReplaceAll(s, "\n", "\r\n")
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inDemo(t)
			for _, name := range []string{"demo-leads.csv", "demo-activities.csv"} {
				clitest.Write(t, name, tt.change(clitest.Read(t, name)))
			}
			if got, _ := program.Succeed(t, with(demo, "-format", "csv")...); got != want {
				t.Errorf("(-want +got)\n%s", cmp.Diff(want, got))
			}
		})
	}
}

func TestJSONCanBeReadBackAndItsLinesSumUp(t *testing.T) {
	asJSON, _ := program.Succeed(t, with(demo, "-format", "json")...)
	asCSV, _ := program.Succeed(t, with(demo, "-format", "csv")...)
	var got strings.Builder
	got.WriteString("id,score,grade,qualified\n")
	for l := range strings.Lines(asJSON) {
		var lead line
		if err := json.Unmarshal([]byte(l), &lead); err != nil {
			t.Fatal(err)
		}
		var sum scoring.Points
		for _, part := range lead.Result.Lines() {
			sum += part.Points
		}
		fmt.Fprintf(&got, "%s,%v,%s,%v\n", lead.ID, sum, lead.Result.Grade, lead.Qualified)
		if short := 70*scoring.Point - lead.Result.Total; lead.ShortBy != max(short, 0) {
			t.Errorf("%s is short by %v, want %v", lead.ID, lead.ShortBy, max(short, 0))
		}
	}
	if diff := cmp.Diff(asCSV, got.String()); diff != "" {
		t.Errorf("(-csv +json)\n%s", diff)
	}
}

func TestTimesOfTheScore(t *testing.T) {
	inDemo(t)
	args := []string{"-leads", "demo-leads.csv", "-activities", "demo-activities.csv", "-rules", "rules.yaml", "-explain", "L-04"}
	for _, tt := range []struct {
		name  string
		flags []string
		asOf  string
	}{
		{"now", nil, "2026-03-02 09:00:00 UTC"},
		{"a date is its first moment", []string{"-asof", "2026-03-01"}, "2026-03-01 00:00:00 UTC"},
		{"a time", []string{"-asof", "2026-03-01T12:30:00Z"}, "2026-03-01 12:30:00 UTC"},
		{"a time with its own zone", []string{"-asof", "2026-03-01T00:30:00+01:00"}, "2026-02-28 23:30:00 UTC"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text, _ := program.Succeed(t, with(args, tt.flags...)...)
			if !strings.Contains(text, "as of "+tt.asOf+"\n") {
				t.Errorf("want as of %s:\n%s", tt.asOf, text)
			}
		})
	}
}

func TestNoActivitiesAreTold(t *testing.T) {
	got, stderr := program.Succeed(t, "-leads", "demo-leads.csv", "-rules", "rules.yaml", "-asof", "2026-03-02")
	const told = "demo-leads.csv: 12 leads\nnote: rules.yaml asks for activities, and without -activities there are none\n"
	if stderr != told {
		t.Errorf("stderr (-want +got)\n%s", cmp.Diff(told, stderr))
	}
	if !strings.Contains(got, "12 leads: 0 qualify") {
		t.Errorf("got\n%s", got)
	}
}

func TestActivitiesThatDoNotCountAreTold(t *testing.T) {
	inDemo(t)
	var more strings.Builder
	for i := range 12 {
		fmt.Fprintf(&more, "L-02,type%02d,2026-02-01,,\n", i)
	}
	clitest.Write(t, "demo-activities.csv", "lead,type,at,asset,campaign\nL-01,webinars,2026-02-01,,\nL-01,Webinar,2026-02-01,,\nL-01,webinars,2026-02-02,,\n"+more.String())
	_, stderr := program.Succeed(t, demo...)
	want := `note: not counted, for rules.yaml has no activity "Webinar" (did you mean "webinar"?): 1
note: not counted, for rules.yaml has no activity "type00": 1
`
	if !strings.Contains(stderr, want) {
		t.Errorf("stderr lacks %s:\n%s", want, stderr)
	}
	if want := "note: not counted either, of 4 further types\n"; !strings.HasSuffix(stderr, want) {
		t.Errorf("stderr does not end with %s:\n%s", want, stderr)
	}
}

func TestOneOfAThingIsNotMany(t *testing.T) {
	inDemo(t)
	clitest.Write(t, "one.csv", "id,industry,employees,country,position,mailbox,consent,competitor\nL-01,machinery,100,AT,head,company,true,false\n")
	clitest.Write(t, "act.csv", "lead,type,at,asset,campaign\nL-01,demo_request,2026-03-01,,\n")
	for lang, want := range map[string]string{
		"en": "\n1 lead: 1 qualifies, 0 held back by a gate, 0 one rule short, 0 further away\n",
		"de": "\n1 Lead: 1 qualifiziert, 0 durch eine Sperre aufgehalten,\n",
	} {
		text, stderr := program.Succeed(t, "-leads", "one.csv", "-activities", "act.csv", "-rules", "rules.yaml", "-asof", "2026-03-02", "-lang", lang)
		if told := "one.csv: 1 lead\nact.csv: 1 activity\n"; stderr != told {
			t.Errorf("stderr (-want +got)\n%s", cmp.Diff(told, stderr))
		}
		if !strings.Contains(text, want) {
			t.Errorf("want %s:\n%s", want, text)
		}
	}
}

func TestHelpExplainsEveryFlagWithAnExample(t *testing.T) {
	stdout, stderr := program.Succeed(t, "-h")
	for _, want := range []string{"-leads", "-activities", "-rules", "-id", "-asof", "-explain", "-lang", "-format", "-o", "Example:"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("-h lacks %q", want)
		}
	}
	if stderr != "" {
		t.Errorf("stderr: %s", stderr)
	}
}
