package scoring

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A total above the exit does not keep a lead whose grade has become another one.
func TestAnOutlookSaysWhyTheVerdictChanges(t *testing.T) {
	m := model(t, `
fields: {size: int}
activities: {visit: [], complaint: []}
groups:
  - {name: fit, rules: [{name: size, when: {field: size, ge: 1}, points: 50}]}
  - {name: interest, half_life: 10d, rules: [
      {name: visit, activity: visit, count: each, points: 20},
      {name: complaint, activity: complaint, within: 5d, count: once, points: -8}]}
grades:
  - {group: fit, bands: {A: 40, B: min}}
  - {group: interest, bands: {"1": 30, "2": 15, "3": min}}
qualify: {score: 70, exit: 55, grades: [A1, A2, B1]}
`)
	for _, tt := range []struct {
		name            string
		size            string
		activities      []Activity
		english, german string
	}{
		{
			"the grade alone", "1", repeat(1, did("visit", -2)),
			"; a lead that already is an MQL would stay one (55 needed)|no longer enough to stay qualified from 2026-03-04 03:37:14 UTC on, because the grade then is A3",
			"; wer MQL ist, bliebe es (55 nötig)|nicht mehr genug, um MQL zu bleiben, ab 2026-03-04 03:37:14 UTC, weil die Klasse dann A3 ist",
		},
		{
			"the grade, of one that qualifies", "1", repeat(1, did("visit", 0)),
			": qualified|no longer qualified from 2026-03-06 03:37:14 UTC on, because the grade then is A3",
			": qualifiziert|nicht mehr qualifiziert ab 2026-03-06 03:37:14 UTC, weil die Klasse dann A3 ist",
		},
		{
			"the points alone", "0", repeat(4, did("visit", 0)),
			": qualified|no longer qualified from 2026-03-07 09:42:53 UTC on, because the points then fall below 55",
			": qualifiziert|nicht mehr qualifiziert ab 2026-03-07 09:42:53 UTC, weil die Punkte dann unter 55 fallen",
		},
		{
			"the grade, once the complaint is forgotten", "1", append(repeat(1, did("visit", -2)), did("complaint", -1)),
			"; a lead that already is an MQL would lose that because of grade A3|",
			"; wer MQL ist, verlöre das wegen Klasse A3|",
		},
		{
			"a grade that does not qualify", "0", repeat(8, did("visit", -20)),
			": not qualified|",
			": nicht qualifiziert|",
		},
	} {
		r := score(t, m, Record{Fields: map[string]string{"size": tt.size}, Activities: tt.activities}, monday)
		for lang, want := range map[Language]string{English: tt.english, German: tt.german} {
			e := r.Explain(lang)
			verdict, outlook, _ := strings.Cut(want, "|")
			if !strings.HasSuffix(e.Verdict, verdict) || e.Outlook != outlook {
				t.Errorf("%s:\n%s|%s\n%s", tt.name, e.Verdict, e.Outlook, want)
			}
		}
	}
}

// Against the scores a second before and then.
func TestTheReasonOfAnOutlookIsThatOfTheScoreThen(t *testing.T) {
	reasons := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		m, err := Compile(fadingSpec(t), Bindings[Record]{})
		if err != nil {
			t.Fatal(err)
		}
		var rec Record
		for range rapid.IntRange(1, 8).Draw(t, "activities") {
			ago := time.Duration(rapid.IntRange(0, 60_000).Draw(t, "ago")) * time.Millisecond
			rec.Activities = append(rec.Activities, Activity{Type: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "type"), At: monday.Add(-ago)})
		}
		at := func(when time.Time) Result {
			r, err := m.Score(rec, when)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		r, spec := at(monday), m.Spec()
		is := r.Qualified(rapid.Bool().Draw(t, "was"))
		next, sure := r.nextChange(is)
		if next.IsZero() || !sure {
			t.Skip()
		}
		then, lacks := at(next), at(next)
		threshold, word := *spec.Qualify.Score, "reach"
		if is {
			word = "fall below"
			if spec.Qualify.Exit != nil {
				threshold = *spec.Qualify.Exit
			}
		} else {
			lacks = at(next.Add(-time.Second))
		}
		want := map[string]bool{}
		if lacks.Total < threshold {
			want[fmt.Sprintf("the points then %s %v", word, threshold)] = true
		}
		if allowed := spec.Qualify.Grades; allowed != nil && !slices.Contains(allowed, lacks.Grade) {
			want["the grade then is "+then.Grade] = true
		}
		text, ok := strings.CutPrefix(r.because(is, next, English), ", because ")
		got := map[string]bool{}
		for part := range strings.SplitSeq(text, " and ") {
			got[part] = true
			reasons[strings.Join(strings.Fields(part)[:4], " ")]++
		}
		if diff := cmp.Diff(want, got); diff != "" || !ok {
			t.Fatalf("at %v (-want +got):\n%s", next, diff)
		}
	})
	for _, reason := range []string{"the points then reach", "the points then fall", "the grade then is"} {
		if reasons[reason] == 0 {
			t.Errorf("no outlook said %q", reason)
		}
	}
}
