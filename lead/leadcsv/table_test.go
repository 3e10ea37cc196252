package leadcsv_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/lead/leadcsv"
)

// records reads a whole table and the lines that its records begin in.
func records(r io.Reader) (got [][]string, lines []int, err error) {
	t, err := leadcsv.OpenTable("x.csv", r)
	for err == nil {
		if err = t.Next(); err == nil {
			var row []string
			for i := range t.Header() {
				row = append(row, strings.Clone(t.Cell(i)))
			}
			got, lines = append(got, row), append(lines, t.Line())
		}
	}
	if err == io.EOF {
		err = nil
	}
	return got, lines, err
}

func TestATableIsReadWhateverItsSeparatorAndPacking(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := io.WriteString(w, "\ufeffb,a\n2,1\n\n\"4\n4\",3\n"); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"commas":     "b,a\n2,1\n\n\"4\n4\",3\n",
		"semicolons": "\ufeff\"b\";a\r\n2;1\r\n\r\n\"4\n4\";3",
		"tabs":       "b\ta\n2\t1\n\n\"4\n4\"\t3\n",
		"quoted":     "\"b,\"\ta\n2\t1\n\n\"4\n4\"\t3\n",
		"packed":     packed.String(),
	} {
		got, lines, err := records(strings.NewReader(text))
		if diff := cmp.Diff([][]string{{"2", "1"}, {"4\n4", "3"}}, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got)\n%s", name, err, diff)
		}
		if diff := cmp.Diff([]int{2, 4}, lines); diff != "" {
			t.Errorf("%s: lines (-want +got)\n%s", name, diff)
		}
	}
}

func TestATableThatCannotBeReadIsNamedWithItsPlace(t *testing.T) {
	for text, want := range map[string]string{
		"":                                   "x.csv: expected a header line, found an empty file",
		"a,b\n1\n":                           "x.csv:2: expected 2 fields as in the header, found 1",
		"a,b\n1,\xff\n":                      `x.csv:2: column b: expected UTF-8, found "\xff"`,
		"a\n1\n\"2\n":                        "x.csv:3: expected quoted fields to be closed and quotes in them doubled, found a stray or missing quote at byte 4 of line 3",
		"PK\x03\x04":                         "x.csv: expected CSV in UTF-8, plain or compressed with gzip, found a zip archive (a spreadsheet?)",
		"a\n\"" + strings.Repeat("x", 3<<20): "x.csv:2: expected a record of at most 1048576 bytes, found a longer one (is a quote left open?)",
	} {
		_, _, err := records(strings.NewReader(text))
		if !errors.Is(err, leadcsv.ErrInvalidData) || err.Error() != want {
			t.Errorf("%.20q: got %v, want %s", text, err, want)
		}
	}
}
