package leadcsv_test

import (
	"cmp"
	"encoding/csv"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadcsv"
)

// text draws cells that need quoting, too.
var text = rapid.StringMatching(`[a-zäß ",;'=\n]{1,6}`)

// written is records as a CSV file.
func written(t *rapid.T, records [][]string) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.UseCRLF = rapid.Bool().Draw(t, "crlf")
	if err := w.WriteAll(records); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func readOne(t *rapid.T, m leadcsv.Map, content string) []lead.Transition {
	c, err := leadcsv.Compile(m)
	if err != nil {
		t.Fatal(err)
	}
	h, err := leadcsv.Read(t.Context(), []leadcsv.File{{Name: "f.csv", Reader: strings.NewReader(content), Mapping: c}}, leadcsv.Limits{})
	if err != nil {
		t.Fatalf("%v in\n%s", err, content)
	}
	var out []lead.Transition
	for tr := range h.All() {
		out = append(out, tr)
	}
	return out
}

// ids draws the ids of some leads, in the order of History.All.
func ids(t *rapid.T) []string {
	out := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-zäß ",;]{1,6}`), 0, 6, rapid.ID[string]).Draw(t, "leads")
	slices.Sort(out)
	return out
}

func TestAHistoryWrittenAsChangesReadsTheSame(t *testing.T) {
	m := leadcsv.Map{
		Lead: "id", Status: []string{"status"}, At: leadcsv.Time{Column: "at", Format: leadcsv.RFC3339},
		Order: "n", Labels: []string{"owner", "amount"},
	}
	rapid.Check(t, func(t *rapid.T) {
		var want []lead.Transition
		records := [][]string{}
		for _, id := range ids(t) {
			at := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "start"), 0).UTC()
			tr := lead.Transition{LeadID: id, Event: lead.EventOpen}
			for range rapid.IntRange(1, 12).Draw(t, "rows") {
				at = at.Add(time.Duration(rapid.IntRange(0, 2).Draw(t, "pause")*rapid.IntRange(1, 1e9).Draw(t, "µs")) * time.Microsecond)
				tr.Version++
				tr.From, tr.To = tr.To, lead.Status(rapid.SampledFrom([]string{"new", "mql", "sal, \"ok\"", "ä;b"}).Draw(t, "to"))
				tr.At, tr.Recorded, tr.Set = at, at, nil
				if tr.From != tr.To {
					tr.Since = at
				}
				record := []string{id, string(tr.To), at.Format(time.RFC3339Nano), strconv.FormatInt(tr.Version, 10), "", ""}
				for i, label := range []string{"amount", "owner"} {
					if !rapid.Bool().Draw(t, "set "+label) {
						continue
					}
					v := text.Draw(t, label)
					record[5-i] = v
					if tr.Labels[label] == v {
						continue
					}
					tr.Labels = maps.Clone(tr.Labels)
					if tr.Labels == nil {
						tr.Labels = map[string]string{}
					}
					tr.Labels[label] = v
					tr.Set = append(tr.Set, label)
				}
				want = append(want, tr)
				tr.Event = leadcsv.EventImport
				records = append(records, record)
			}
		}
		records = rapid.Permutation(records).Draw(t, "order in the file")
		content := written(t, slices.Concat([][]string{{"id", "status", "at", "n", "owner", "amount"}}, records))
		got := readOne(t, m, content)
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Fatalf("(-want +got)\n%s\n%s", diff, content)
		}
	})
}

func TestAHistoryWrittenAsMilestonesReadsTheSame(t *testing.T) {
	steps := []lead.Status{"inquiry", "mql", "sal", "won"}
	m := leadcsv.Map{Lead: "id", Labels: []string{"origin"}}
	header := []string{"origin", "id"}
	for _, s := range steps {
		column := "became " + string(s)
		m.Milestones = append(m.Milestones, leadcsv.Milestone{Status: s, At: leadcsv.Time{Column: column, Format: leadcsv.UnixMilli}})
		header = append(header, column)
	}
	rapid.Check(t, func(t *rapid.T) {
		var want []lead.Transition
		var records [][]string
		for _, id := range ids(t) {
			record := make([]string, 2+len(steps))
			record[1] = id
			tr := lead.Transition{LeadID: id, Event: lead.EventOpen}
			if rapid.Bool().Draw(t, "has an origin") {
				record[0] = text.Draw(t, "origin")
				tr.Labels, tr.Set = map[string]string{"origin": record[0]}, []string{"origin"}
			}
			for i, s := range steps {
				if !rapid.Bool().Draw(t, "reached "+string(s)) {
					continue
				}
				at := time.UnixMilli(rapid.Int64Range(-1e12, 4e12).Draw(t, "at")).UTC()
				record[2+i] = strconv.FormatInt(at.UnixMilli(), 10)
				tr.Version++
				tr.From, tr.To = tr.To, s
				tr.At, tr.Recorded, tr.Since = at, at, at
				want = append(want, tr)
				tr.Event, tr.Set = leadcsv.EventImport, nil
			}
			for range rapid.IntRange(1, 2).Draw(t, "times listed") {
				records = append(records, record)
			}
		}
		records = rapid.Permutation(records).Draw(t, "order in the file")
		content := written(t, slices.Concat([][]string{header}, records))
		got := readOne(t, m, content)
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Fatalf("(-want +got)\n%s\n%s", diff, content)
		}
	})
}

// TestFilesOfBothShapesAreNumberedByTheRule holds several files against a plain
// reading of it: all rows in one list, sorted by lead and file, where all change
// files are one, at the place of the first; in it by time, order, file and place,
// each row once.
func TestFilesOfBothShapesAreNumberedByTheRule(t *testing.T) {
	type plain struct {
		id           string
		file         int
		wide         bool
		at           int64
		order, place int
		to           lead.Status
	}
	rapid.Check(t, func(t *rapid.T) {
		var rows []plain
		once := map[plain]bool{}
		change := -1 // the first change file
		var files []leadcsv.File
		for f := range rapid.IntRange(1, 4).Draw(t, "files") {
			isWide := rapid.Bool().Draw(t, "wide")
			m := leadcsv.Map{Lead: "id"}
			content := "id,s,at,n\n"
			if isWide {
				content = "id,a,b\n"
				for _, c := range []string{"a", "b"} {
					m.Milestones = append(m.Milestones, leadcsv.Milestone{Status: lead.Status(c), At: leadcsv.Time{Column: c, Format: leadcsv.Unix}})
				}
			} else {
				if change < 0 {
					change = f
				}
				m.Status, m.At, m.Order = []string{"s"}, leadcsv.Time{Column: "at", Format: leadcsv.Unix}, "n"
			}
			seen := map[string]bool{}
			for place := range rapid.IntRange(0, 12).Draw(t, "records") {
				id := rapid.StringMatching(`[a-c]`).Draw(t, "id")
				at := rapid.Int64Range(1, 5).Draw(t, "at")
				if isWide {
					if seen[id] {
						continue
					}
					seen[id] = true
					rows = append(rows, plain{id: id, file: f, wide: true, at: at, place: 2 * place, to: "a"},
						plain{id: id, file: f, wide: true, at: 3, place: 2*place + 1, to: "b"})
					content += id + "," + strconv.FormatInt(at, 10) + ",3\n"
					continue
				}
				p := plain{id: id, file: f, at: at, order: rapid.IntRange(8, 11).Draw(t, "n"), place: place, to: lead.Status(rapid.StringMatching(`[x-z]`).Draw(t, "to"))}
				if row := (plain{id: p.id, at: p.at, order: p.order, to: p.to}); !once[row] {
					once[row] = true
					rows = append(rows, p)
				}
				content += id + "," + string(p.to) + "," + strconv.FormatInt(at, 10) + "," + strconv.Itoa(p.order) + "\n"
			}
			c, err := leadcsv.Compile(m)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, leadcsv.File{Name: "f.csv", Reader: strings.NewReader(content), Mapping: c})
		}
		slices.SortFunc(rows, func(a, b plain) int {
			stands := func(p plain) int {
				if p.wide {
					return p.file
				}
				return change
			}
			if c := cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(stands(a), stands(b))); c != 0 || a.wide {
				return cmp.Or(c, cmp.Compare(a.place, b.place))
			}
			return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.order, b.order), cmp.Compare(a.file, b.file), cmp.Compare(a.place, b.place))
		})
		h, err := leadcsv.Read(t.Context(), files, leadcsv.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		i := 0
		var before lead.Transition
		for tr := range h.All() {
			if i == len(rows) {
				t.Fatal("more rows than were written")
			}
			if tr.LeadID != before.LeadID {
				before = lead.Transition{}
			}
			r := rows[i]
			if tr.LeadID != r.id || tr.To != r.to || tr.At.Unix() != r.at || tr.Version != before.Version+1 || tr.From != before.To {
				t.Fatalf("row %d: got %+v, want %+v", i, tr, r)
			}
			before = tr
			i++
		}
		if i != len(rows) {
			t.Fatalf("got %d rows, want %d", i, len(rows))
		}
	})
}
