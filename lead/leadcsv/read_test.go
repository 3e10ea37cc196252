package leadcsv_test

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadcsv"
)

func TestFilesBecomeRows(t *testing.T) {
	type in struct {
		m       leadcsv.Map
		content string
	}
	noOrder := changes
	noOrder.Order = ""
	tests := []struct {
		name  string
		files []in
		want  []string
	}{
		{
			"changes are numbered by time, whatever their order in the file",
			[]in{{changes, "id,status,at,seq,owner\na,c,2026-01-03 10:00,1,\na,a,2026-01-01 10:00,2,\na,b,2026-01-02 10:00,3,\n"}},
			[]string{"a 1 >a 2026-01-01 10:00", "a 2 a>b 2026-01-02 10:00", "a 3 b>c 2026-01-03 10:00"},
		},
		{
			"numbers in order compare as numbers, and come before texts",
			[]in{{changes, "id,status,at,seq,owner\na,y,2026-01-01 10:00,x,\na,x,2026-01-01 10:00,-5,\na,c,2026-01-01 10:00,10,\na,b,2026-01-01 10:00,9,\na,0,2026-01-01 10:00,0,\n"}},
			[]string{"a 1 >0 2026-01-01 10:00", "a 2 0>b 2026-01-01 10:00", "a 3 b>c 2026-01-01 10:00", "a 4 c>x 2026-01-01 10:00", "a 5 x>y 2026-01-01 10:00"},
		},
		{
			"without order, the file's order decides between equal times",
			[]in{{noOrder, "id,status,at,owner\na,z,2026-01-01 10:00,\na,b,2026-01-01 10:00,\na,m,2026-01-01 10:00,\n"}},
			[]string{"a 1 >z 2026-01-01 10:00", "a 2 z>b 2026-01-01 10:00", "a 3 b>m 2026-01-01 10:00"},
		},
		{
			"a change without a time comes last and keeps its row",
			[]in{{changes, "id,status,at,seq,owner\na,c,,1,\na,a,2026-01-01 10:00,2,\na,b,2026-01-02 10:00,3,\n"}},
			[]string{"a 1 >a 2026-01-01 10:00", "a 2 a>b 2026-01-02 10:00", "a 3 b>c -"},
		},
		{
			"an empty milestone was not reached",
			[]in{{wide, "id,contacted,closed,origin\na,2026-01-01,,x\nb,,2026-01-02,\nc,,,y\n"}},
			[]string{"a 1 >mql 2026-01-01", "b 1 >won 2026-01-02"},
		},
		{
			"milestones are numbered by the map, not by time",
			[]in{{wide, "id,contacted,closed,origin\na,2026-01-03,2026-01-01,x\n"}},
			[]string{"a 1 >mql 2026-01-03", "a 2 mql>won 2026-01-01"},
		},
		{
			"files are joined by lead, numbered in the order given",
			[]in{
				{wide, "id,contacted,closed,origin\nb,2026-01-05,,x\n"},
				{changes, "id,status,at,seq,owner\na,n,2026-01-01 10:00,1,\nb,n,2026-01-02 10:00,1,\n"},
			},
			[]string{"a 1 >n 2026-01-01 10:00", "b 1 >mql 2026-01-05", "b 2 mql>n 2026-01-02 10:00"},
		},
		{
			"leads are ordered by the bytes of their id",
			[]in{{wide, "id,contacted,closed,origin\nb,2026-01-01,,\nB,2026-01-01,,\nä,2026-01-01,,\n10,2026-01-01,,\n9,2026-01-01,,\n"}},
			[]string{"10 1 >mql 2026-01-01", "9 1 >mql 2026-01-01", "B 1 >mql 2026-01-01", "b 1 >mql 2026-01-01", "ä 1 >mql 2026-01-01"},
		},
		{
			"a wide row that repeats another counts once",
			[]in{{wide, "id,contacted,closed,origin\na,2026-01-01,,x\na,2026-01-01,,x\n"}},
			[]string{"a 1 >mql 2026-01-01"},
		},
		{
			"a change that repeats another with another order is a change",
			[]in{{changes, "id,status,at,seq,owner\na,x,2026-01-01 10:00,1,\na,x,2026-01-01 10:00,2,\n"}},
			[]string{"a 1 >x 2026-01-01 10:00", "a 2 x>x 2026-01-01 10:00"},
		},
		{
			"a byte order mark, quotes, line ends of Windows and blank lines do no harm",
			[]in{{wide, "\ufeff\"id\",\"contacted\",closed,origin\r\n\r\n\"a, \"\"b\"\"\",2026-01-01,,\"two\r\nlines\"\r\n"}},
			[]string{`a, "b" 1 >mql 2026-01-01`},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var files []leadcsv.File
			for _, f := range tt.files {
				files = append(files, file(t, f.m, "f.csv", f.content))
			}
			if diff := cmp.Diff(tt.want, lines(rows(t, read(t, files...)))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestARowHasWhatAnExportCanTell(t *testing.T) {
	h := read(t,
		file(t, wide, "w.csv", "id,contacted,closed,origin\na,2026-01-01,,ads\n"),
		file(t, changes, "c.csv", "id,status,at,seq,owner\na,sal,2026-01-02 08:30,1,kim\na,sal,2026-01-03 08:30,2,lee\n"))
	one, two, three := date("2026-01-01"), date("2026-01-02 08:30"), date("2026-01-03 08:30")
	want := []lead.Transition{
		{
			LeadID: "a", Version: 1, Event: lead.EventOpen, To: "mql", At: one, Recorded: one, Since: one,
			Labels: map[string]string{"origin": "ads"}, Set: []string{"origin"},
		},
		{
			LeadID: "a", Version: 2, Event: leadcsv.EventImport, From: "mql", To: "sal", At: two, Recorded: two, Since: two,
			Labels: map[string]string{"origin": "ads", "owner": "kim"}, Set: []string{"owner"},
		},
		{
			LeadID: "a", Version: 3, Event: leadcsv.EventImport, From: "sal", To: "sal", At: three, Recorded: three, Since: two,
			Labels: map[string]string{"origin": "ads", "owner": "lee"}, Set: []string{"owner"},
		},
	}
	if diff := cmp.Diff(want, rows(t, h)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestTimesAreReadInTheirFormatAndZone(t *testing.T) {
	tests := []struct{ format, zone, cell, want string }{
		{leadcsv.Unix, "", "1774969182", "2026-03-31T14:59:42Z"},
		{leadcsv.Unix, "", "-1", "1969-12-31T23:59:59Z"},
		{leadcsv.Unix, "Europe/Vienna", "0", "1970-01-01T00:00:00Z"},
		{leadcsv.UnixMilli, "", "1774969182001", "2026-03-31T14:59:42.001Z"},
		{leadcsv.RFC3339, "Europe/Vienna", "2026-03-31T16:59:42+02:00", "2026-03-31T14:59:42Z"},
		{leadcsv.RFC3339, "", "2026-03-31T16:59:42.1234567Z", "2026-03-31T16:59:42.123456Z"},
		{leadcsv.RFC3339, "", "1969-12-31T23:59:59.9999999Z", "1969-12-31T23:59:59.999999Z"},
		{"2006-01-02 15:04:05", "", "2026-03-31 16:59:42", "2026-03-31T16:59:42Z"},
		{"2006-01-02 15:04:05", "Europe/Vienna", "2026-03-31 16:59:42", "2026-03-31T14:59:42Z"},
		{"2006-01-02 15:04:05", "Europe/Vienna", "2026-01-31 16:59:42.5", "2026-01-31T15:59:42.5Z"},
		{"2006-01-02 15:04:05 -0700", "Europe/Vienna", "2026-03-31 16:59:42 -0500", "2026-03-31T21:59:42Z"},
		{"1/2/06 3:04 PM", "America/New_York", "3/31/26 4:59 PM", "2026-03-31T20:59:00Z"},
		{"02.01.2006", "", "31.03.2026", "2026-03-31T00:00:00Z"},
		{leadcsv.RFC3339, "", "9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"},
	}
	for _, tt := range tests {
		t.Run(tt.format+" "+tt.cell, func(t *testing.T) {
			m := leadcsv.Map{Lead: "id", Status: []string{"s"}, At: leadcsv.Time{Column: "t", Format: tt.format}, Zone: tt.zone}
			got := rows(t, read(t, file(t, m, "f.csv", "id,s,t\na,x,"+tt.cell+"\n")))[0].At
			want, err := time.Parse(time.RFC3339Nano, tt.want)
			if err != nil {
				t.Fatal(err)
			}
			if got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

func TestStatusColumnsAreJoined(t *testing.T) {
	m := changes
	m.Status = []string{"status", "owner"}
	got := lines(rows(t, read(t, file(t, m, "f.csv", "id,status,at,seq,owner\na,open,2026-01-01 10:00,1,new\na,open,2026-01-01 10:00,2,\n"))))
	want := []string{"a 1 >open/new 2026-01-01 10:00", "a 2 open/new>open/ 2026-01-01 10:00"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestConditionsSelectRows(t *testing.T) {
	const content = "id,contacted,closed,origin\n" +
		"a,2026-01-01,,ads\nb,2026-01-01,,test\nc,2026-01-01,,\nd,2026-01-01,,adserver\n"
	tests := []struct {
		name  string
		where []leadcsv.Condition
		want  string
	}{
		{"eq", []leadcsv.Condition{{Column: "origin", Eq: "ads"}}, "a"},
		{"in", []leadcsv.Condition{{Column: "origin", In: []string{"ads", ""}}}, "ac"},
		{"not in", []leadcsv.Condition{{Column: "origin", NotIn: []string{"test", ""}}}, "ad"},
		{"prefix", []leadcsv.Condition{{Column: "origin", Prefix: "ad"}}, "ad"},
		{"two of one column", []leadcsv.Condition{{Column: "origin", Prefix: "ad", NotIn: []string{"ads"}}}, "d"},
		{"all must hold", []leadcsv.Condition{{Column: "origin", Prefix: "ad"}, {Column: "id", NotIn: []string{"a"}}}, "d"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := wide
			m.Where = tt.where
			h := read(t, file(t, m, "f.csv", content))
			var ids []string
			for _, r := range rows(t, h) {
				ids = append(ids, r.LeadID)
			}
			if got := strings.Join(ids, ""); got != tt.want {
				t.Errorf("got leads %q, want %q", got, tt.want)
			}
			if f := h.Files()[0]; f.Records != 4 || f.Excluded != 4-len(tt.want) {
				t.Errorf("counted %+v", f)
			}
		})
	}
}

func TestARowThatIsLeftOutMayBeAnything(t *testing.T) {
	m := wide
	m.Where = []leadcsv.Condition{{Column: "origin", NotIn: []string{"test"}}}
	h := read(t, file(t, m, "f.csv", "id,contacted,closed,origin\n,soon,never,test\na,2026-01-01,,x\n"))
	if h.Rows() != 1 {
		t.Errorf("got %d rows, want 1", h.Rows())
	}
}

func TestACompressedFileReadsLikeAPlainOne(t *testing.T) {
	const content = "\ufeffid,contacted,closed,origin\na,2026-01-01,2026-01-02,x\n"
	want := rows(t, read(t, file(t, wide, "f.csv", content)))
	if got := rows(t, read(t, file(t, wide, "f.csv", gzipped(t, content)))); !cmp.Equal(want, got) {
		t.Error(cmp.Diff(want, got))
	}
	slow := file(t, wide, "f.csv.gz", "")
	slow.Reader = iotest.OneByteReader(strings.NewReader(gzipped(t, content)))
	if got := rows(t, read(t, slow)); !cmp.Equal(want, got) {
		t.Error(cmp.Diff(want, got))
	}
}

func TestASignOtherThanTheCommaMaySeparate(t *testing.T) {
	for _, comma := range []string{";", "\t", "|", "·"} {
		m := wide
		m.Comma = comma
		content := strings.ReplaceAll("id,contacted,closed,origin\na,2026-01-01,,x\n", ",", comma)
		if got := read(t, file(t, m, "f.csv", content)).Rows(); got != 1 {
			t.Errorf("%q: got %d rows, want 1", comma, got)
		}
	}
}

func TestAHistoryKnowsWhatIsInIt(t *testing.T) {
	h := read(t,
		file(t, wide, "w.csv", "id,contacted,closed,origin\na,2026-01-03,,x\na,2026-01-03,,x\nb,2026-01-02,,\nc,,,\n"),
		file(t, changes, "c.csv", "id,status,at,seq,owner\na,sal,2026-01-05 10:00,1,\na,sal,2026-01-04 10:00,1,\nb,lost,,1,\n"),
		file(t, wide, "v.csv", "id,contacted,closed,origin\n"))
	if h.Rows() != 5 || h.Leads() != 2 {
		t.Errorf("got %d rows of %d leads, want 5 of 2", h.Rows(), h.Leads())
	}
	if first, last := h.Span(); first != date("2026-01-02") || last != date("2026-01-05 10:00") {
		t.Errorf("got the span %s to %s", first, last)
	}
	wantStatuses := []leadcsv.StatusSeen{
		{Status: "mql", Rows: 2, First: date("2026-01-02")},
		{Status: "sal", Rows: 2, First: date("2026-01-04 10:00")},
		{Status: "lost", Rows: 1},
	}
	if diff := cmp.Diff(wantStatuses, h.Statuses()); diff != "" {
		t.Errorf("Statuses (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"origin", "owner"}, h.Labels()); diff != "" {
		t.Errorf("Labels (-want +got)\n%s", diff)
	}
	wantFiles := []leadcsv.FileCount{
		{Name: "w.csv", Records: 4, Repeated: 1, Rows: 2},
		{Name: "c.csv", Records: 3, Rows: 3},
		{Name: "v.csv"},
	}
	if diff := cmp.Diff(wantFiles, h.Files()); diff != "" {
		t.Errorf("Files (-want +got)\n%s", diff)
	}
}

func TestAFileWithoutRecordsIsAnEmptyHistory(t *testing.T) {
	h := read(t, file(t, wide, "f.csv", "id,contacted,closed,origin"))
	first, last := h.Span()
	if h.Rows() != 0 || h.Leads() != 0 || len(rows(t, h)) != 0 || len(h.Statuses()) != 0 || !first.IsZero() || !last.IsZero() {
		t.Errorf("got %d rows", h.Rows())
	}
}

func TestAllMayStopAndStartAgain(t *testing.T) {
	h := read(t, file(t, wide, "f.csv", "id,contacted,closed,origin\na,2026-01-01,2026-01-02,\nb,2026-01-01,,\n"))
	for stop := 1; stop <= 3; stop++ {
		n := 0
		for range h.All() {
			if n++; n == stop {
				break
			}
		}
		if n != stop {
			t.Errorf("stopped after %d rows, want %d", n, stop)
		}
	}
	if got := len(rows(t, h)); got != 3 {
		t.Errorf("got %d rows afterwards, want 3", got)
	}
}

func TestOneMappingServesManyReadersAtOnce(t *testing.T) {
	m := compile(t, wide)
	for range 8 {
		t.Run("reader", func(t *testing.T) {
			t.Parallel()
			f := leadcsv.File{Name: "f", Mapping: m, Reader: strings.NewReader("id,contacted,closed,origin\na,2026-01-01,,\n")}
			h, err := leadcsv.Read(t.Context(), []leadcsv.File{f}, leadcsv.Limits{})
			if err != nil || h.Rows() != 1 {
				t.Errorf("got %v, %v", h, err)
			}
		})
	}
}

var _ io.Reader = (*repeat)(nil)

// repeat reads as one text over and over, n times.
type repeat struct {
	text string
	n    int
	rest string
	read int // bytes so far
}

func (r *repeat) Read(p []byte) (int, error) {
	for r.rest == "" {
		if r.n == 0 {
			return 0, io.EOF
		}
		r.n--
		r.rest = r.text
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	r.read += n
	return n, nil
}
