package cli_test

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/lead/leadcsv"
)

// pairs reads the columns a and b.
func pairs(ctx context.Context, r io.Reader) (got [][]string, lines []int, err error) {
	err = cli.EachRecord(ctx, "x.csv", r, func(t *leadcsv.Table) (func() error, error) {
		find := cli.ColumnsOf(t)
		a, b := find.Need("a", "one column of this name"), find.May("b", "one column of this name")
		return func() error {
			if t.Cell(a) == "bad" {
				return t.CellError(a, "good", cli.Quote(t.Cell(a)))
			}
			row := []string{t.Cell(a)}
			if b >= 0 {
				row = append(row, t.Cell(b))
			}
			got, lines = append(got, row), append(lines, t.Line())
			return nil
		}, find.Err()
	})
	return got, lines, err
}

func TestRecordsAreReadWithTheLinesTheyBeginIn(t *testing.T) {
	for name, text := range map[string]string{
		"plain":       "b,a\n2,1\n\n\"4\n4\",3\n6,5\n",
		"spreadsheet": "\ufeff\"b\";a\r\n2;1\r\n\r\n\"4\n4\";3\r\n6;5",
		"tabs":        "b\ta\n2\t1\n\n\"4\n4\"\t3\n6\t5\n",
	} {
		got, lines, err := pairs(t.Context(), strings.NewReader(text))
		if diff := cmp.Diff([][]string{{"1", "2"}, {"3", "4\n4"}, {"5", "6"}}, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got)\n%s", name, err, diff)
		}
		if diff := cmp.Diff([]int{2, 4, 6}, lines); diff != "" {
			t.Errorf("%s: lines (-want +got)\n%s", name, diff)
		}
	}
}

func TestBadTablesAreNamedWithTheirPlace(t *testing.T) {
	for text, want := range map[string]string{
		"":                                      "x.csv: expected a header line, found an empty file",
		"\x1f\x8b\x08":                          "x.csv:1: expected more compressed data, found the end of the file: it was cut short",
		"PK\x03\x04":                            "x.csv: expected CSV in UTF-8, plain or compressed with gzip, found a zip archive (a spreadsheet?)",
		"A,c\n":                                 `x.csv:1: column a: expected one column of this name, found only "A", "c" (did you mean "A"?)`,
		"a,b,b\n":                               "x.csv:1: column b: expected one column of this name, found two",
		"a,b\n1\n":                              "x.csv:2: expected 2 fields as in the header, found 1",
		"a\n1\n\"2\n3\"\nbad\n":                 `x.csv:5: column a: expected good, found "bad"`,
		"a,b\n1,\xff\n":                         `x.csv:2: column b: expected UTF-8, found "\xff"`,
		"a\n1\n\"2\n":                           "x.csv:3: expected quoted fields to be closed and quotes in them doubled, found a stray or missing quote at byte 4 of line 3",
		"a\nx\"y\n":                             "x.csv:2: expected a field with a quote in it to be quoted and the quote doubled, found a bare quote at byte 2 of the line",
		"a\n1\n\"" + strings.Repeat("x", 3<<20): "x.csv:3: expected a record of at most 1048576 bytes, found a longer one (is a quote left open?)",
	} {
		_, _, err := pairs(t.Context(), strings.NewReader(text))
		var stderr strings.Builder
		code := cli.Code(err, "", io.Discard, &stderr)
		if code != cli.ExitInvalid || stderr.String() != want+"\n" || !errors.Is(err, leadcsv.ErrInvalidData) {
			t.Errorf("%.20q: got exit code %d and %s, want %s", text, code, stderr.String(), want)
		}
	}
}

type broken struct{ rest io.Reader }

var errDisk = errors.New("disk on fire")

func (b broken) Read(p []byte) (int, error) {
	n, err := b.rest.Read(p)
	if err == io.EOF {
		err = errDisk
	}
	return n, err
}

func TestWhatIsNotTheDataIsNoBadInput(t *testing.T) {
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for _, tt := range []struct {
		ctx  context.Context
		r    io.Reader
		is   error
		want string
	}{
		{t.Context(), broken{strings.NewReader("a\n1\n2")}, errDisk, "x.csv:3: disk on fire"},
		{gone, strings.NewReader("a\n1\n"), context.Canceled, "x.csv:1: context canceled"},
	} {
		_, _, err := pairs(tt.ctx, tt.r)
		if !errors.Is(err, tt.is) || err.Error() != tt.want || cli.Code(err, "", io.Discard, io.Discard) != cli.ExitFailed {
			t.Errorf("got %v, want %s", err, tt.want)
		}
	}
}

// FuzzEachRecord reads what encoding/csv reads, or says what is wrong with the data.
func FuzzEachRecord(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "\ufeffb;a\r\n\"1\n1\";2", "a\tb\n\n\"\"\"\"\t", "a\nx\"y\n", "a\n\"", "a,b\n1\n", "a\n\xff\n", "PK\x03\x04"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, _, err := pairs(t.Context(), strings.NewReader(text))
		if err != nil {
			if !errors.Is(err, leadcsv.ErrInvalidData) || !utf8.ValidString(err.Error()) {
				t.Errorf("got %q", err)
			}
			return
		}
		for _, comma := range ",;\t" {
			r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
			r.Comma = comma
			if all, err := r.ReadAll(); err == nil && len(all) == len(got)+1 {
				return
			}
		}
		t.Errorf("%q: read %d records, which encoding/csv does not", text, len(got))
	})
}
