package funnel_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// refusals are offers that were refused the day after, one for each reason; the source
// stands behind a colon.
func refusals(reasons ...string) []lead.Transition {
	var rows []lead.Transition
	for i, r := range reasons {
		reason, source, _ := strings.Cut(r, ":")
		rows = append(rows, story(fmt.Sprint(i), step{"qualify", "mql", 1, 3, "", "", map[string]string{"source": source}},
			step{"reject", "recycled", 2, 0, lead.Sales, reason, nil})...)
	}
	return rows
}

func TestTheAgendaSaysFromWhereRefusalsCame(t *testing.T) {
	for name, c := range map[string]struct {
		reasons []string
		want    string
	}{
		"one":                   {[]string{"no_interest:search"}, "1 of 1 refusal was for no_interest, from search."},
		"two from one":          {[]string{"no_interest:fair", "no_interest:fair"}, "2 of 2 refusals were for no_interest, both of them from fair."},
		"all from one":          {[]string{"no_interest:fair", "no_interest:fair", "no_interest:fair", "other:web"}, "3 of 4 refusals were for no_interest, all of them from fair."},
		"most from one":         {[]string{"no_interest:fair", "no_interest:fair", "no_interest:web"}, "3 of 3 refusals were for no_interest, 2 of them from fair."},
		"as many from each":     {[]string{"no_interest:fair", "no_interest:web"}, "2 of 2 refusals were for no_interest."},
		"none knows its origin": {[]string{"no_interest", "no_interest"}, "2 of 2 refusals were for no_interest."},
	} {
		t.Run(name, func(t *testing.T) {
			r := report(t, sales(t), refusals(c.reasons...), funnel.Options{AsOf: day(10)})
			if got := agendaOf(r); len(got) == 0 || !strings.HasSuffix(got[0], c.want) {
				t.Errorf("got %q, want %q first", got, c.want)
			}
		})
	}
}

func TestTheReasonsPictureNamesOneOnlyIfItStandsOut(t *testing.T) {
	for name, c := range map[string]struct {
		reasons []string
		want    []string
	}{
		"one leads":     {[]string{"not_icp", "not_icp", "other"}, []string{"Most often: not_icp, 2 of 3 refusals.", "Of 3 refusals marketing can mend 2 (66.7 %); for 1 (33.3 %) no side answers."}},
		"all are equal": {[]string{"a", "b", "c", "d"}, []string{"No reason stands out: each of the 4 has 1 of 4 refusals.", "Of 4 refusals no side answers for any."}},
		"two lead":      {[]string{"a", "a", "b", "b", "c"}, []string{"No reason stands out: the 2 most frequent ones have 2 of 5 refusals each."}},
	} {
		t.Run(name, func(t *testing.T) {
			r := report(t, sales(t), refusals(c.reasons...), funnel.Options{AsOf: day(10)})
			got := rendered(t, func(w io.Writer) error { return r.WritePicture(w, funnel.ReasonPicture) })
			for _, want := range c.want {
				if !strings.Contains(strings.ReplaceAll(got, "\u00a0", " "), want) {
					t.Errorf("the description lacks %q", want)
				}
			}
		})
	}
}

// Two of 20 leads are won and 18 are on the way: the range goes far above a quarter or
// not as so many are known.
func TestTheCurveSaysSoFar(t *testing.T) {
	curve := func(leads int) string {
		var rows []lead.Transition
		for i := range leads {
			if i < 2 {
				rows = append(rows, path(fmt.Sprint(i), "a@0", "b@1", fmt.Sprintf("c@%d", i+2))...)
			} else {
				rows = append(rows, path(fmt.Sprint(i), "a@0")...)
			}
		}
		r := report(t, abc(t), rows, funnel.Options{AsOf: day(9)})
		return rendered(t, func(w io.Writer) error { return r.WritePicture(w, funnel.CurvePicture) })
	}
	if got := curve(20); !strings.Contains(got, "So far fewer than a quarter of all leads have reached c; it may come to more.") {
		t.Errorf("the range goes above a quarter, and the picture does not say so: %.600s", got)
	}
	if got := curve(200); !strings.Contains(got, "So far fewer than a quarter of all leads have reached c. After") {
		t.Errorf("the range lies below a quarter: %.600s", got)
	}
}

func TestOneLeadIsHereAndTwoAre(t *testing.T) {
	r := report(t, abc(t), join(path("1", "a@0", "b@1"), path("2", "a@0", "b@1", "c@2"), path("3", "a@0", "b@1", "c@2")), funnel.Options{AsOf: day(9)})
	got := rendered(t, func(w io.Writer) error { return r.WritePicture(w, funnel.FlowPicture) })
	if !strings.Contains(got, "1 is here") || !strings.Contains(got, "2 are here") || strings.Contains(got, "1 are here") {
		t.Errorf("plural: %.900s", got)
	}
}
