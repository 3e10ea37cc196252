package funnel_test

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// realData is a folder of real data, which is not part of the repository; without it
// the test is skipped, or fails if LEADLINE_REQUIRE wants the data.
func realData(t *testing.T, name string) string {
	t.Helper()
	dir := os.Getenv("LEADLINE_DATA")
	if dir == "" {
		if slices.Contains(strings.Split(os.Getenv("LEADLINE_REQUIRE"), ","), "data") {
			t.Fatal("LEADLINE_DATA is not set, and LEADLINE_REQUIRE wants the data")
		}
		t.Skip("LEADLINE_DATA, the folder of real data, is not set")
	}
	return filepath.Join(dir, name)
}

// table reads a file with a head into rows by the names of its columns.
func table(t *testing.T, path string) []map[string]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var in io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		if in, err = gzip.NewReader(file); err != nil {
			t.Fatal(err)
		}
	}
	all, err := csv.NewReader(in).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			row[name] = cells[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// reference reads figures that SQLite computed of the same files.
func reference[T any](t *testing.T, dir, query string) []T {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "reference.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Queries []struct {
			ID, Name     string
			Result, Rows json.RawMessage
		}
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	for _, q := range file.Queries {
		if q.ID != query && q.Name != query {
			continue
		}
		raw := q.Result
		if raw == nil {
			raw = q.Rows
		}
		var rows []T
		if err := json.Unmarshal(raw, &rows); err != nil || len(rows) == 0 {
			t.Fatalf("%s: %v, %d rows", query, err, len(rows))
		}
		return rows
	}
	t.Fatalf("reference.json has no query %q", query)
	return nil
}

func clock(t *testing.T, layout, text string) time.Time {
	t.Helper()
	at, err := time.Parse(layout, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// olist is the history of a marketplace's leads: first contact, and won.
func olist(t *testing.T) (f *funnel.Funnel, dir string, rows []lead.Transition) {
	dir = realData(t, "olist-marketing-funnel")
	for _, r := range table(t, filepath.Join(dir, "olist_marketing_qualified_leads_dataset.csv")) {
		rows = append(rows, lead.Transition{
			LeadID: r["mql_id"], Version: 1, To: "mql", At: clock(t, time.DateOnly, r["first_contact_date"]),
		})
	}
	for _, r := range table(t, filepath.Join(dir, "olist_closed_deals_dataset.csv")) {
		rows = append(rows, lead.Transition{
			LeadID: r["mql_id"], Version: 2, To: "won", At: clock(t, time.DateTime, r["won_date"]),
			Labels: map[string]string{"revenue": r["declared_monthly_revenue"]},
		})
	}
	f = compile(t, funnel.Spec{Name: "olist", Stages: []funnel.StageSpec{stage("mql"), stage("won")}, Amount: "revenue"})
	return f, dir, rows
}

func TestCohortsOfOlist(t *testing.T) {
	f, dir, rows := olist(t)
	c := report(t, f, rows, funnel.Options{AsOf: clock(t, time.DateOnly, "2018-12-31")}).Cohorts

	type offset struct {
		Cohort string `json:"cohort"`
		Offset int    `json:"month_offset"`
		Won    int64  `json:"won"`
	}
	type month struct {
		Cohort   string `json:"cohort"`
		MQLs     int64  `json:"mqls"`
		Won      int64  `json:"won"`
		Within30 int64  `json:"w30"`
		Within60 int64  `json:"w60"`
		Within90 int64  `json:"w90"`
	}
	var offsets []offset
	var months []month
	for _, row := range c.Rows {
		name := row.From.Format("2006-01")
		for k, cell := range row.Cells {
			if cell.N > 0 {
				offsets = append(offsets, offset{name, k, cell.N})
			}
		}
		m := month{name, row.Leads, row.Rate.Num, row.Within[0].Rate.Num, row.Within[1].Rate.Num, row.Within[2].Rate.Num}
		months = append(months, m)
	}
	if diff := cmp.Diff(reference[offset](t, dir, "cohort_by_calendar_month_offset"), offsets); diff != "" {
		t.Errorf("by month offset (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(reference[month](t, dir, "monthly_cohorts"), months); diff != "" {
		t.Errorf("by month (-want +got):\n%s", diff)
	}
	// By the last row of the data.
	c = report(t, f, rows, funnel.Options{AsOf: clock(t, time.DateTime, "2018-11-14 18:04:19")}).Cohorts
	if days := *c.Maturity / 86400; math.Round(days) != 307 {
		t.Errorf("mature after %v days, want 307 by a curve made elsewhere", days)
	}
}

func TestOlistAsItWasKnownThen(t *testing.T) {
	f, dir, rows := olist(t)
	type snapshot struct {
		Day  string `json:"day"`
		MQLs int64  `json:"mqls"`
		Won  int64  `json:"won"`
		Open int64  `json:"open"`
	}
	want := reference[snapshot](t, dir, "as_of_snapshots")
	var got []snapshot
	for _, s := range want {
		r := report(t, f, rows, funnel.Options{AsOf: clock(t, time.DateOnly, s.Day).Add(24*time.Hour - time.Microsecond)})
		leak, age := r.Leaks[0], r.Ages[0]
		// One lead was won two days before its first contact, and so stands in mql.
		var early int64
		if s.Day > "2018-03-08" {
			early = 1
		}
		if leak.Still != leak.Leads || age.Leads != leak.Leads+early || r.Curve.Events != r.Stages[1].Reached {
			t.Errorf("%s: %+v and %+v should be the leads that are not won, and %d events those that are", s.Day, leak, age, r.Curve.Events)
		}
		got = append(got, snapshot{s.Day, r.Counts.Leads, r.Stages[1].Reached, leak.Leads})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What sellers declare to earn a month stands in for an amount: 0 for most.
func TestAmountsOfOlist(t *testing.T) {
	f, dir, rows := olist(t)
	type revenue struct {
		Sum float64 `json:"declared_revenue_sum"`
	}
	v := report(t, f, rows, funnel.Options{AsOf: clock(t, time.DateOnly, "2018-12-31")}).Velocity
	if want := reference[revenue](t, dir, "empty_fields_closed")[0].Sum; *v.Sum != want || v.Amounts != 842 || v.Unread != 0 {
		t.Errorf("got %v of %d amounts, %d unread, want %v of 842", *v.Sum, v.Amounts, v.Unread, want)
	}
	type times struct {
		Metric string  `json:"metric"`
		Median float64 `json:"median"`
	}
	for _, m := range reference[times](t, dir, "time_to_won") {
		// The reference has the one lead won before its contact at −102065 s, we have
		// it at 0: which is on the same side of the median.
		if m.Metric == "secs" && *v.Cycle != m.Median {
			t.Errorf("got a cycle of %v s, want %v", *v.Cycle, m.Median)
		}
	}
	// leads × win rate × mean / cycle: all that was won in a median's time.
	if want := *v.Sum / (*v.Cycle / 86400); math.Abs(*v.PerDay/want-1) > 1e-12 {
		t.Errorf("got %v a day, want %v", *v.PerDay, want)
	}
}

// volvo is the history of incidents, by status and substatus.
func volvo(t *testing.T) (f *funnel.Funnel, dir string, rows []lead.Transition) {
	dir = realData(t, "bpic2013-volvo-incidents")
	spec := funnel.Spec{Name: "volvo", Stages: []funnel.StageSpec{{Name: "at work"}, {Name: "completed"}}}
	seen := map[lead.Status]bool{}
	for _, r := range table(t, filepath.Join(dir, "incidents_events.csv.gz")) {
		version, err := strconv.ParseInt(r["seq"], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		ms, err := strconv.ParseInt(r["ts_ms"], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		to := lead.Status(r["concept_name"] + "/" + r["lifecycle_transition"])
		rows = append(rows, lead.Transition{LeadID: r["case_id"], Version: version, To: to, At: time.UnixMilli(ms).UTC()})
		if !seen[to] {
			seen[to] = true
			s := &spec.Stages[0]
			if r["concept_name"] == "Completed" {
				s = &spec.Stages[1]
			}
			s.Statuses = append(s.Statuses, to)
		}
	}
	return compile(t, spec), dir, rows
}

func TestVolvoAsItWasKnownThen(t *testing.T) {
	f, dir, rows := volvo(t)
	r := report(t, f, rows, funnel.Options{AsOf: clock(t, time.RFC3339, "2012-05-01T00:00:00Z")})
	type standing struct {
		Status, Sub string
		Cases       int64
	}
	want, ends, open := map[lead.Status]int64{}, map[lead.Status]int64{}, map[lead.Status]int64{}
	var all int64
	for _, s := range reference[standing](t, dir, "as_of_snapshot") {
		want[lead.Status(s.Status+"/"+s.Sub)] = s.Cases
		all += s.Cases
		if s.Status != "Completed" {
			open[lead.Status(s.Status+"/"+s.Sub)] = s.Cases
		}
	}
	for _, e := range r.Transitions {
		if e.To == funnel.End {
			ends[e.From] = e.N
		}
	}
	if diff := cmp.Diff(want, ends); diff != "" || r.Counts.Leads != all {
		t.Errorf("%d cases, want %d; last rows (-want +got):\n%s", r.Counts.Leads, all, diff)
	}
	ages := map[lead.Status]int64{}
	for _, a := range r.Ages {
		var n int64
		for _, b := range a.Buckets {
			n += b.N
		}
		if n != a.Leads || a.Untimed != 0 {
			t.Errorf("%+v: the buckets hold %d", a, n)
		}
		if a.Leads > 0 {
			ages[a.Status] = a.Leads
		}
	}
	if diff := cmp.Diff(open, ages); diff != "" {
		t.Errorf("ages (-want +got):\n%s", diff)
	}
}

// The reference takes each row's time; ours are those of visits, which rows without a
// change do not end. So the same is done here by hand: sort, drop repetitions, and
// subtract.
func TestTimesOfVisitsOfVolvo(t *testing.T) {
	f, _, rows := volvo(t)
	slices.SortFunc(rows, func(a, b lead.Transition) int {
		if c := strings.Compare(a.LeadID, b.LeadID); c != 0 {
			return c
		}
		return a.At.Compare(b.At) // no ties, says the reference
	})
	asOf := slices.MaxFunc(rows, func(a, b lead.Transition) int { return a.At.Compare(b.At) }).At
	visits := slices.CompactFunc(slices.Clone(rows), func(a, b lead.Transition) bool { return a.LeadID == b.LeadID && a.To == b.To })
	times, open := map[lead.Status][]float64{}, map[lead.Status]int64{}
	ways := map[[2]lead.Status]int64{}
	for i, v := range visits {
		if i+1 == len(visits) || visits[i+1].LeadID != v.LeadID {
			open[v.To]++
			continue
		}
		times[v.To] = append(times[v.To], visits[i+1].At.Sub(v.At).Seconds())
		ways[[2]lead.Status{v.To, visits[i+1].To}]++
	}

	r := report(t, f, rows, funnel.Options{AsOf: asOf})
	for _, s := range r.Statuses {
		list := times[s.Status]
		slices.Sort(list)
		var sum float64
		for _, x := range list {
			sum += x
		}
		at := func(p float64) float64 { // type 7
			h := p * float64(len(list)-1)
			i := int(h)
			return list[i] + (h-float64(i))*(list[min(i+1, len(list)-1)]-list[i])
		}
		d := s.Time.Visits
		if d.N != int64(len(list)) || d.Open != open[s.Status] {
			t.Errorf("%s: got %s, want %d over and %d open", s.Status, days(&d), len(list), open[s.Status])
			continue
		}
		if d.N == 0 {
			continue
		}
		for _, x := range [][2]float64{{*d.Mean, sum / float64(len(list))}, {*d.P50, at(0.5)}, {*d.P90, at(0.9)}} {
			if math.Abs(x[0]-x[1]) > 1e-6*max(x[1], 1) {
				t.Errorf("%s: got %v, want %v s", s.Status, x[0], x[1])
			}
		}
	}

	// All ways that visits end, and of the statuses without an open visit the shares
	// are plain ones.
	for _, x := range r.Exits {
		var n int64
		for k, w := range x.Ways {
			n += w.N
			if want, ok := ways[[2]lead.Status{x.Status, w.To}]; ok && w.N != want {
				t.Errorf("%s to %s: got %d, want %d", x.Status, w.To, w.N, want)
			} else if !ok && (w.To != "(other)" || k != 6) {
				t.Errorf("%s: nobody went to %s", x.Status, w.To)
			}
			last := w.Share[len(w.Share)-1]
			if want := float64(w.N) / float64(x.Visits); x.Open == 0 && math.Abs(last-want) > 1e-9 {
				t.Errorf("%s to %s: got a share of %v in the end, want %v", x.Status, w.To, last, want)
			}
		}
		if n != int64(len(times[x.Status])) || x.Open != open[x.Status] {
			t.Errorf("%s: got %d exits and %d open, want %d and %d", x.Status, n, x.Open, len(times[x.Status]), open[x.Status])
		}
	}
	if len(r.Exits) == 0 {
		t.Errorf("no exits of %d visits", len(visits))
	}
}
