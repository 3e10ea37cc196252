package leadcsv_test

import (
	"context"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/lead/leadcsv"
)

func TestBadDataIsNamedWithFileLineColumnAndWhatWasExpected(t *testing.T) {
	millis := leadcsv.Map{Lead: "id", Status: []string{"status"}, At: leadcsv.Time{Column: "ts_ms", Format: leadcsv.UnixMilli}}
	unix, rfc := millis, millis
	unix.At.Format, rfc.At.Format = leadcsv.Unix, leadcsv.RFC3339
	narrow := wide
	narrow.Milestones, narrow.Labels = wide.Milestones[:1], nil
	joined := changes
	joined.Status = []string{"status", "owner"}
	const wideHeader = "id,contacted,closed,origin\n"
	long := strings.Repeat("x", 256)

	tests := []struct {
		name    string
		m       leadcsv.Map
		content string
		want    string
	}{
		{"no byte at all", wide, "", `f.csv: expected a header line, found an empty file`},
		{"nothing but a byte order mark", wide, "\ufeff", `f.csv: expected a header line, found an empty file`},
		{"nothing, compressed", wide, gzipped(t, ""), `f.csv: expected a header line, found an empty file`},
		{
			"a missing column", changes, "id,stauts,at,seq,owner\n",
			`f.csv:1: column status: expected one column of this name, found only id, stauts, at, seq, owner (did you mean "stauts"?)`,
		},
		{
			"every missing column", wide, "ID,created,source\n",
			`f.csv:1: column id: expected one column of this name, found only ID, created, source (did you mean "ID"?)` + "\n" +
				`f.csv:1: column contacted: expected one column of this name, found none` + "\n" +
				`f.csv:1: column closed: expected one column of this name, found none` + "\n" +
				`f.csv:1: column origin: expected one column of this name, found none`,
		},
		{
			"another sign between the fields", narrow, "id;status;at;seq;owner\n",
			`f.csv:1: column id: expected one column of this name, found only "id;status;at;seq;owner" (does the map lack comma: ";"?)` + "\n" +
				`f.csv:1: column contacted: expected one column of this name, found none (does the map lack comma: ";"?)`,
		},
		{
			"a column that stands twice", wide, "id,contacted,closed,origin,closed\n",
			`f.csv:1: column closed: expected one column of this name, found two`,
		},
		{"fewer fields", wide, wideHeader + "a,2026-01-01,,x\nb,2026-01-01\n", `f.csv:3: expected 4 fields as in the header, found 2`},
		{"more fields", wide, wideHeader + "a,2026-01-01,,x,y\n", `f.csv:2: expected 4 fields as in the header, found 5`},
		{
			"a bad time", millis, "id,status,ts_ms\na,x,0\na,x,abc\n",
			`f.csv:3: column ts_ms: expected milliseconds since 1970, found "abc"`,
		},
		{"a time with a fraction", unix, "id,status,ts_ms\na,x,1.5\n", `f.csv:2: column ts_ms: expected seconds since 1970, found "1.5"`},
		{
			"milliseconds for seconds", unix, "id,status,ts_ms\na,x,1270047582000\n",
			`f.csv:2: column ts_ms: expected seconds since 1970 (are these milliseconds, unix_ms?), found "1270047582000"`,
		},
		{"a time beyond all years", millis, "id,status,ts_ms\na,x,253402300800000\n", `f.csv:2: column ts_ms: expected milliseconds since 1970, found "253402300800000"`},
		{"a time before all years", unix, "id,status,ts_ms\na,x,-99999999999999\n", `f.csv:2: column ts_ms: expected seconds since 1970, found "-99999999999999"`},
		{"a time of the year 10000, by its zone", rfc, "id,status,ts_ms\na,x,9999-12-31T23:59:59-01:00\n", `f.csv:2: column ts_ms: expected a time such as "2026-03-31T16:59:42+02:00", found "9999-12-31T23:59:59-01:00"`},
		{"the zero time", rfc, "id,status,ts_ms\na,x,0001-01-01T00:00:00Z\n", `f.csv:2: column ts_ms: expected a time such as "2026-03-31T16:59:42+02:00", found "0001-01-01T00:00:00Z"`},
		{"a time without a zone", rfc, "id,status,ts_ms\na,x,2026-03-31T16:59:42\n", `f.csv:2: column ts_ms: expected a time such as "2026-03-31T16:59:42+02:00", found "2026-03-31T16:59:42"`},
		{"a day that is not", wide, wideHeader + "a,2026-02-30,,\n", `f.csv:2: column contacted: expected a time in the layout "2006-01-02", found "2026-02-30"`},
		{"a value on a later line of its record", wide, "id,origin,contacted,closed\na,\"x\ny\",soon,\n", `f.csv:3: column contacted: expected a time in the layout "2006-01-02", found "soon"`},
		{"no lead id", wide, wideHeader + ",2026-01-01,,\n", `f.csv:2: column id: expected a lead id of 1 to 255 bytes without control characters, found ""`},
		{"a long lead id", wide, wideHeader + long + ",2026-01-01,,\n", `f.csv:2: column id: expected a lead id of 1 to 255 bytes without control characters, found "` + long[:40] + `"...`},
		{"a control character in a lead id", wide, wideHeader + "a\x1b[2J,2026-01-01,,\n", `f.csv:2: column id: expected a lead id of 1 to 255 bytes without control characters, found "a\x1b[2J"`},
		{"no status", changes, "id,status,at,seq,owner\na,,2026-01-01 10:00,1,\n", `f.csv:2: column status: expected a status of 1 to 255 bytes without control characters, found ""`},
		{"no status in any column", joined, "id,status,at,seq,owner\na,,2026-01-01 10:00,1,\n", `f.csv:2: column status: expected a status of 1 to 255 bytes without control characters, found ""`},
		{"a long label", wide, wideHeader + "a,2026-01-01,," + strings.Repeat("x", 1025) + "\n", `f.csv:2: column origin: expected a label of at most 1024 bytes, found "` + long[:40] + `"...`},
		{"another encoding", wide, wideHeader + "a,2026-01-01,,M\xfcller\n", `f.csv:2: column origin: expected UTF-8, found "M\xfcller"`},
		{"another encoding of the header", wide, "id,contacted,closed,origin,gr\xf6\xdfe\n", `f.csv:1: expected UTF-8, found "gr\xf6\xdfe"`},
		{"UTF-16", wide, "\xff\xfei\x00d\x00", `f.csv: expected CSV in UTF-8, plain or compressed with gzip, found UTF-16`},
		{"a spreadsheet", wide, "PK\x03\x04rest", `f.csv: expected CSV in UTF-8, plain or compressed with gzip, found a zip archive (a spreadsheet?)`},
		{"gzip in gzip", wide, gzipped(t, gzipped(t, wideHeader)), `f.csv: expected CSV in UTF-8, plain or compressed with gzip, found a file that was compressed twice`},
		{"a bare quote", wide, wideHeader + "a,2026-01-01,,x\"y\n", `f.csv:2: expected a field with a quote in it to be quoted and the quote doubled, found a bare quote at byte 16 of the line`},
		{"a quote that does not close", wide, wideHeader + "a,2026-01-01,,\"x\nb,2026-01-01,,y\n", `f.csv:2: expected quoted fields to be closed and quotes in them doubled, found a stray or missing quote at byte 17 of line 3`},
		{
			"a lead twice, with other times", wide, wideHeader + "a,2026-01-01,,x\nb,2026-01-01,,\na,2026-01-01,2026-01-09,x\n",
			`f.csv:4: column closed: expected no time as in f.csv:2 for lead "a", found "2026-01-09"`,
		},
		{
			"a lead twice, with another label", wide, wideHeader + "a,2026-01-01,,x\na,2026-01-01,,\n",
			`f.csv:3: column origin: expected "x" as in f.csv:2 for lead "a", found ""`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h, err := leadcsv.Read(t.Context(), []leadcsv.File{file(t, tt.m, "f.csv", tt.content)}, leadcsv.Limits{})
			if err == nil {
				t.Fatal("no error")
			}
			if h != nil {
				t.Error("got a history beside the error")
			}
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if _, ok := errors.AsType[*leadcsv.DataError](err); !ok || !errors.Is(err, leadcsv.ErrInvalidData) {
				t.Errorf("%T is no DataError", err)
			}
		})
	}
}

func TestLabelsOfTwoWideFilesMustAgree(t *testing.T) {
	_, err := leadcsv.Read(t.Context(), []leadcsv.File{
		file(t, wide, "v.csv", "id,contacted,closed,origin\nb,,,\na,2026-01-01,,ads\n"),
		file(t, wide, "w.csv", "id,contacted,closed,origin\na,,2026-01-02,web\n"),
	}, leadcsv.Limits{})
	const want = `w.csv:2: column origin: expected "ads" as in v.csv:3 for lead "a", found "web"`
	if err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
}

func TestDamagedCompressionIsNamedWithTheLine(t *testing.T) {
	var b strings.Builder
	b.WriteString("id,contacted,closed,origin\n")
	for i := range 5000 {
		b.WriteString(strings.Repeat("x", i%40+1) + string(rune('a'+i%26)) + strings.Repeat("y", i/200) + "," + date("2026-01-01").AddDate(0, 0, i%300).Format("2006-01-02") + ",,\n")
	}
	m := wide
	m.Where = []leadcsv.Condition{{Column: "origin", Eq: "none"}}
	whole := gzipped(t, b.String())
	flip := []byte(whole)
	flip[len(flip)-5] ^= 1 // of the checksum
	tests := []struct{ name, content, want string }{
		{"cut in its first half", whole[:len(whole)/2], "more compressed data, found the end of the file: it was cut short"},
		{"cut in its trailer", whole[:len(whole)-1], "more compressed data, found the end of the file: it was cut short"},
		{"cut in its header", whole[:6], "more compressed data, found the end of the file: it was cut short"},
		{"with a wrong checksum", string(flip), "compressed data without damage, found gzip: invalid checksum"},
		{"with something behind it", whole + "and something else", "compressed data without damage, found gzip: invalid header"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := leadcsv.Read(t.Context(), []leadcsv.File{file(t, m, "f.csv.gz", tt.content)}, leadcsv.Limits{})
			wrong, ok := errors.AsType[*leadcsv.DataError](err)
			if !ok {
				t.Fatalf("got %v", err)
			}
			if got := "" + wrong.Expected + ", found " + wrong.Found; got != tt.want {
				t.Errorf("got %s\nwant %s", got, tt.want)
			}
			if wrong.Line < 1 || wrong.Line > 5002 {
				t.Errorf("got line %d of 5001", wrong.Line)
			}
			if tt.name == "cut in its first half" && (wrong.Line < 1000 || wrong.Line > 4500) {
				t.Errorf("got line %d for half the file of 5001 lines", wrong.Line)
			}
		})
	}
}

func TestAReaderThatFailsIsNotBadData(t *testing.T) {
	broken := errors.New("the disk is gone")
	for _, tt := range []struct {
		name, before, want string
	}{
		{"at once", "", "f.csv: the disk is gone"},
		{"later", "id,contacted,closed,origin\na,2026-01-01,,\nb,2026-01", "f.csv:3: the disk is gone"},
		{"in a quoted field", "id,contacted,closed,origin\n\"a\nb", "f.csv:2: the disk is gone"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := file(t, wide, "f.csv", "")
			f.Reader = io.MultiReader(strings.NewReader(tt.before), iotest.ErrReader(broken))
			_, err := leadcsv.Read(t.Context(), []leadcsv.File{f}, leadcsv.Limits{})
			if !errors.Is(err, broken) || errors.Is(err, leadcsv.ErrInvalidData) || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

func TestReadStopsWhenToldTo(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	gone := errors.New("gone home")
	cancel(gone)
	_, err := leadcsv.Read(ctx, []leadcsv.File{file(t, wide, "f.csv", "id,contacted,closed,origin\n")}, leadcsv.Limits{})
	if !errors.Is(err, gone) {
		t.Errorf("got %v, want the cause", err)
	}
}

func TestAFileWithoutMappingIsAnErrorNotAPanic(t *testing.T) {
	for _, f := range []leadcsv.File{{Name: "f"}, {Name: "f", Reader: strings.NewReader("")}, {Name: "f", Mapping: compile(t, wide)}} {
		if _, err := leadcsv.Read(t.Context(), []leadcsv.File{f}, leadcsv.Limits{}); err == nil {
			t.Error("no error")
		}
	}
}

func TestLimits(t *testing.T) {
	header := "id,status,at,seq,owner\n"
	row := func(id, status string) string { return id + "," + status + ",2026-01-01 10:00,1,\n" }
	tests := []struct {
		name   string
		limits leadcsv.Limits
		within string // one more row breaks the limit
		beyond string
		want   string
	}{
		{
			"rows of a lead",
			leadcsv.Limits{LeadRows: 3},
			row("b", "x") + strings.Repeat(row("a", "x"), 3), row("a", "x"),
			`f.csv:6: column id: expected at most 3 rows of one lead (Limits.LeadRows), found more of "a": is this the column of the lead's id?`,
		},
		{
			"rows in all",
			leadcsv.Limits{Rows: 2},
			row("a", "x") + row("b", "x"), row("c", "x"),
			`f.csv:4: column id: expected at most 2 rows in all files (Limits.Rows), found more`,
		},
		{
			"statuses",
			leadcsv.Limits{Statuses: 2},
			row("a", "x") + row("a", "y") + row("b", "x"), row("a", "z"),
			`f.csv:5: column status: expected at most 2 different statuses (Limits.Statuses), found another one, "z": is this the column of the status?`,
		},
		{
			"text",
			leadcsv.Limits{Text: 8},
			row("abc", "xyz") + row("d", "x"), row("e", "x"),
			`f.csv:4: column id: expected at most 8 bytes of different ids and texts in all files (Limits.Text), found more`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := leadcsv.Read(t.Context(), []leadcsv.File{file(t, changes, "f.csv", header+tt.within)}, tt.limits); err != nil {
				t.Fatalf("within the limit: %v", err)
			}
			_, err := leadcsv.Read(t.Context(), []leadcsv.File{file(t, changes, "f.csv", header+tt.within+tt.beyond)}, tt.limits)
			if err == nil || err.Error() != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestAMillionRowsOfOneLeadAreRefusedInLittleMemory(t *testing.T) {
	f := file(t, changes, "f.csv", "")
	in := &repeat{text: "a,x,2026-01-01 10:00,1,kim\n", n: 1_000_000}
	f.Reader = io.MultiReader(strings.NewReader("id,status,at,seq,owner\n"), in)
	const want = `f.csv:100002: column id: expected at most 100000 rows of one lead (Limits.LeadRows), found more of "a": is this the column of the lead's id?`
	used, got := readMeasured(t, f, leadcsv.Limits{})
	if got == nil || got.Error() != want {
		t.Errorf("got  %v\nwant %s", got, want)
	}
	if used > 64<<20 {
		t.Errorf("took %d MiB", used>>20)
	}
}

func TestOneHugeCellIsRefusedInLittleMemory(t *testing.T) {
	for name, text := range map[string]string{"bare": "xxxxxxxx", "in quotes": "\"\"xxxxxx", "over many lines": "xxxxxxx\n"} {
		t.Run(name, func(t *testing.T) {
			f := file(t, wide, "f.csv", "")
			in := &repeat{text: text, n: 1 << 26} // half a gigabyte
			f.Reader = io.MultiReader(strings.NewReader("id,contacted,closed,origin\na,2026-01-01,,\""), in)
			if name == "bare" {
				f.Reader = io.MultiReader(strings.NewReader("id,contacted,closed,origin\na,2026-01-01,,"), in)
			}
			used, err := readMeasured(t, f, leadcsv.Limits{})
			const want = "f.csv:2: expected a record of at most 1048576 bytes, found a longer one (is a quote left open?)"
			if err == nil || err.Error() != want {
				t.Errorf("got  %v\nwant %s", err, want)
			}
			if in.read > 2<<20 || used > 64<<20 {
				t.Errorf("read %d KiB and took %d MiB", in.read>>10, used>>20)
			}
		})
	}
}

// readMeasured returns how many bytes reading took, freed again or not.
func readMeasured(t *testing.T, f leadcsv.File, limits leadcsv.Limits) (allocated uint64, err error) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err = leadcsv.Read(t.Context(), []leadcsv.File{f}, limits)
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc, err
}
