package leadcsv_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/lead/leadcsv"
)

func TestRepeatedChangesCountOnce(t *testing.T) {
	unordered := changes
	unordered.Order = ""
	unlabelled := changes
	unlabelled.Labels = nil
	f := func(m leadcsv.Map, content string) leadcsv.File {
		return file(t, m, "c.csv", "id,status,at,seq,owner\n"+content)
	}
	const (
		x1 = "a,x,2026-01-01 10:00,1,kim\n"
		y2 = "a,y,2026-01-02 10:00,2,\n"
		z3 = "a,z,2026-01-03 10:00,3,lee\n"
	)
	tests := []struct {
		name     string
		files    []leadcsv.File
		want     []string
		repeated []int // of each file
	}{
		{
			"in exports that overlap",
			[]leadcsv.File{f(changes, x1+y2), f(changes, y2+z3)},
			[]string{"a 1 >x 2026-01-01 10:00", "a 2 x>y 2026-01-02 10:00", "a 3 y>z 2026-01-03 10:00"},
			[]int{0, 1},
		},
		{
			"in one file, if the order is the same too",
			[]leadcsv.File{f(changes, x1+y2+x1)},
			[]string{"a 1 >x 2026-01-01 10:00", "a 2 x>y 2026-01-02 10:00"},
			[]int{1},
		},
		{
			"but not in one file without an order: each may have happened",
			[]leadcsv.File{f(unordered, x1+x1)},
			[]string{"a 1 >x 2026-01-01 10:00", "a 2 x>x 2026-01-01 10:00"},
			[]int{0},
		},
		{
			"nor in one file where the order is empty",
			[]leadcsv.File{f(changes, "a,x,2026-01-01 10:00,,\na,x,2026-01-01 10:00,,\n")},
			[]string{"a 1 >x 2026-01-01 10:00", "a 2 x>x 2026-01-01 10:00"},
			[]int{0},
		},
		{
			"as often as the file has them that has them most often",
			[]leadcsv.File{f(unordered, x1), f(unordered, x1+x1+x1), f(unordered, x1+x1)},
			[]string{"a 1 >x 2026-01-01 10:00", "a 2 x>x 2026-01-01 10:00", "a 3 x>x 2026-01-01 10:00"},
			[]int{0, 1, 2},
		},
		{
			"without a time, too",
			[]leadcsv.File{f(changes, "a,x,,1,\n"), f(changes, "a,x,,1,\n")},
			[]string{"a 1 >x -"},
			[]int{0, 1},
		},
		{
			"but not if anything differs: status, time, order, label or whether there is one",
			[]leadcsv.File{
				f(changes, x1),
				f(changes, "a,y,2026-01-01 10:00,1,kim\n"+"a,x,2026-01-01 10:01,1,kim\n"+"a,x,2026-01-01 10:00,2,kim\n"+"a,x,2026-01-01 10:00,1,lee\n"),
				f(unlabelled, x1), f(unordered, "a,x,2026-01-01 10:00,,kim\n"),
			},
			[]string{
				"a 1 >x 2026-01-01 10:00", "a 2 x>x 2026-01-01 10:00",
				"a 3 x>y 2026-01-01 10:00", "a 4 y>x 2026-01-01 10:00", "a 5 x>x 2026-01-01 10:00",
				"a 6 x>x 2026-01-01 10:00", "a 7 x>x 2026-01-01 10:01",
			},
			[]int{0, 0, 0, 0},
		},
		{
			"and a label without a value is as one that is not read",
			[]leadcsv.File{f(changes, y2), f(unlabelled, y2)},
			[]string{"a 1 >y 2026-01-02 10:00"},
			[]int{0, 1},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := read(t, tt.files...)
			if diff := cmp.Diff(tt.want, lines(rows(t, h))); diff != "" {
				t.Errorf("rows (-want +got)\n%s", diff)
			}
			var repeated []int
			sum := 0
			for _, f := range h.Files() {
				repeated = append(repeated, f.Repeated)
				sum += f.Rows
			}
			if diff := cmp.Diff(tt.repeated, repeated); diff != "" {
				t.Errorf("Repeated (-want +got)\n%s", diff)
			}
			seen := 0
			for _, s := range h.Statuses() {
				seen += s.Rows
			}
			if sum != len(tt.want) || seen != len(tt.want) || h.Rows() != len(tt.want) {
				t.Errorf("got %d rows by file and %d by status, want %d", sum, seen, len(tt.want))
			}
		})
	}
}
