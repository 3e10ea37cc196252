package funnel_test

import (
	"encoding/json"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// coded is a code that no text holds by chance; what kind of code it is it says itself.
func coded(kind, name string) string { return "zq_" + kind + "_" + name }

// anyCode finds such a code.
var anyCode = regexp.MustCompile(`zq_[a-z]+_[a-z_]+`)

func stageTitle(name string) lead.Text  { return lead.Text{En: "Stage of " + capital(name)} }
func statusTitle(name string) lead.Text { return lead.Text{En: "Being " + capital(name)} }
func reasonTitle(name string) lead.Text { return lead.Text{En: "Because of " + capital(name)} }

// capital writes "no_budget" as "NoBudget".
func capital(name string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(name, "_") {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// titledDemo is the demo with codes in place of all names, and a title for each.
func titledDemo(t testing.TB) (funnel.Spec, []lead.Transition) {
	code := func(s lead.Status) lead.Status { return lead.Status(coded("status", string(s))) }
	codes := func(list []lead.Status) []lead.Status {
		for i := range list {
			list[i] = code(list[i])
		}
		return list
	}
	s := demoSpec()
	s.Titles = map[lead.Status]lead.Text{}
	for _, k := range s.Known {
		s.Titles[code(k)] = statusTitle(string(k))
	}
	for i := range s.Stages {
		st := &s.Stages[i]
		st.Title, st.Name, st.Statuses = stageTitle(st.Name), coded("stage", st.Name), codes(st.Statuses)
	}
	for i := range s.Goals {
		s.Goals[i].Stage = coded("stage", s.Goals[i].Stage)
	}
	s.Void, s.Known, s.Terminal = codes(s.Void), codes(s.Known), codes(s.Terminal)
	h := s.HandOff
	h.Status = code(h.Status)
	for _, e := range []*funnel.EndSpec{&h.Accepted, &h.Rejected, &h.Returned} {
		e.Statuses = codes(e.Statuses)
	}
	faults, reasons := map[string]lead.Side{}, map[string]lead.Text{}
	for name, side := range h.Faults {
		faults[coded("reason", name)] = side
	}
	for name := range h.Reasons {
		reasons[coded("reason", name)] = reasonTitle(name)
	}
	h.Faults, h.Reasons = faults, reasons
	return s, with(demoHistory(t), func(row *lead.Transition) {
		row.To = code(row.To)
		if row.From != "" {
			row.From = code(row.From)
		}
		if row.Reason != "" {
			row.Reason = coded("reason", row.Reason)
		}
	})
}

// titledReports are reports with every part, all of whose names have titles.
func titledReports(t testing.TB) map[string]*funnel.Report {
	s, rows := titledDemo(t)
	o := demoOptions()
	all := map[string]*funnel.Report{"cohort": report(t, compile(t, s), rows, o)}
	o.Per = funnel.Week
	all["cohort by week"] = report(t, compile(t, s), rows, o)
	o.Basis, o.From = funnel.Activity, demoAsOf.AddDate(0, -2, 0)
	all["activity"] = report(t, compile(t, s), rows, o)
	s.Match = &funnel.MatchSpec{Order: funnel.Ordered, Exclude: []funnel.ExcludeSpec{{
		Statuses: []lead.Status{lead.Status(coded("status", "recycled"))}, After: s.Stages[1].Name, Before: s.Stages[3].Name,
	}}}
	s.Stages[1].Events = []lead.Event{"download"}
	all["matched"] = report(t, compile(t, s), rows, demoOptions())
	for _, p := range []funnel.Part{funnel.FunnelPart, funnel.HandOffPart, funnel.StatusPart} {
		all["only "+string(p)] = all["cohort"].Only(p)
	}
	b := rendered(t, all["cohort"].WriteJSON)
	var read funnel.Report
	if err := json.Unmarshal([]byte(b), &read); err != nil {
		t.Fatal(err)
	}
	all["read from JSON"] = &read
	return all
}

// allForPeople are the renderings for people by their names, with each picture.
func allForPeople(t testing.TB, r *funnel.Report) map[string]string {
	all := map[string]string{
		"text":     rendered(t, r.WriteText),
		"Markdown": strings.ReplaceAll(rendered(t, r.WriteMarkdown), `\`, ""),
		"page":     rendered(t, r.WriteHTML),
	}
	for _, p := range r.Pictures() {
		all["picture "+string(p)] = rendered(t, func(w io.Writer) error { return r.WritePicture(w, p) })
	}
	return all
}

// The places that give the codes beside the titles: of a page and a Markdown file a
// column, and of a text a note.
var (
	textCodes     = regexp.MustCompile(`(?m)^  Codes: (?s:.*?)\n\n`)
	pageCodes     = regexp.MustCompile(`(<th scope="row">[^<]*) <small>(zq_[a-z_]+)`)
	markdownCodes = regexp.MustCompile(`(?m)^(\| (?:Stage of|Being) .*) (zq_[a-z_]+) \|$`)
)

// codesOf are those that a rendering gives in these places; the rest of it has none.
func codesOf(name, text string) (codes []string, rest string) {
	switch name {
	case "text":
		rest = textCodes.ReplaceAllStringFunc(text, func(note string) string {
			codes = append(codes, anyCode.FindAllString(note, -1)...)
			return ""
		})
	case "Markdown":
		rest = markdownCodes.ReplaceAllStringFunc(text, func(row string) string {
			m := markdownCodes.FindStringSubmatch(row)
			codes = append(codes, m[2])
			return m[1]
		})
	case "page":
		rest = pageCodes.ReplaceAllStringFunc(text, func(cell string) string {
			m := pageCodes.FindStringSubmatch(cell)
			codes = append(codes, m[2])
			return m[1]
		})
	default:
		rest = text
	}
	return codes, rest
}

// What people read names stages, statuses and reasons by their titles. The tables of
// the stages and of the statuses alone give the codes, each of them once.
func TestPeopleReadTitlesAndNoCodes(t *testing.T) {
	for what, r := range titledReports(t) {
		for name, text := range allForPeople(t, r) {
			codes, rest := codesOf(name, text)
			for _, at := range anyCode.FindAllStringIndex(rest, -1) {
				t.Errorf("%s, %s has a code: …%s…", what, name, rest[max(at[0]-60, 0):min(at[1]+40, len(rest))])
			}
			var want []string
			if !strings.HasPrefix(name, "picture") {
				for _, s := range r.Stages {
					want = append(want, s.Name)
				}
				for _, s := range r.Statuses {
					want = append(want, string(s.Status))
				}
			}
			if name != "picture clocks" && !regexp.MustCompile(`(Stage of|Being|Because of) [A-Z]`).MatchString(text) {
				t.Errorf("%s, %s has no title", what, name)
			}
			slices.Sort(want)
			slices.Sort(codes)
			if !slices.Equal(want, codes) {
				t.Errorf("%s, %s gives the codes %q, want %q", what, name, codes, want)
			}
		}
	}
}

// withoutTitles takes out of a report in JSON what is for people.
func withoutTitles(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for _, key := range []string{"title", "titles", "text", "id"} {
			delete(v, key)
		}
		for key := range v {
			v[key] = withoutTitles(v[key])
		}
	case []any:
		for i := range v {
			v[i] = withoutTitles(v[i])
		}
	}
	return v
}

// What programs read is the same with titles and without, but for the titles themselves
// and the sentences.
func TestTitlesChangeNothingThatProgramsRead(t *testing.T) {
	s, rows := titledDemo(t)
	bare := s
	bare.Titles, bare.Stages = nil, slices.Clone(s.Stages)
	for i := range bare.Stages {
		bare.Stages[i].Title = lead.Text{}
	}
	h := *s.HandOff
	h.Reasons, bare.HandOff = nil, &h
	read := func(s funnel.Spec) (tree any, csv []string) {
		r := report(t, compile(t, s), rows, demoOptions())
		if err := json.Unmarshal([]byte(rendered(t, r.WriteJSON)), &tree); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(rendered(t, r.WriteCSV)) {
			if !regexp.MustCompile(`,(title|text|id),,`).MatchString(line) {
				csv = append(csv, line)
			}
		}
		return withoutTitles(tree), csv
	}
	wantTree, wantCSV := read(bare)
	tree, csv := read(s)
	if diff := cmp.Diff(wantTree, tree); diff != "" {
		t.Errorf("JSON (-without titles +with):\n%s", diff)
	}
	if diff := cmp.Diff(wantCSV, csv); diff != "" {
		t.Errorf("CSV (-without titles +with):\n%s", diff)
	}
}
