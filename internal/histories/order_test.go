package histories

import (
	"cmp"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

type row struct {
	Head
	n int // when it came
}

// The twin takes each lead's rows out of the list and sorts them.
func TestOrderAgreesWithATwin(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		const leads = 4
		var b Blocks[row]
		var all []row
		for i := range rapid.IntRange(0, 40).Draw(rt, "rows") {
			at := rapid.SampledFrom([]int64{NoTime, 1, 2, 3, 4}).Draw(rt, "at")
			version := rapid.Int64Range(1, 9).Draw(rt, "version")
			if rapid.IntRange(0, 7).Draw(rt, "odd") > 0 {
				at = version % 5 // else few leads would be without a clash
			}
			// Rows that differ in anything differ in their hash.
			r := row{Head{At: at, Version: version, Hash: uint64(at), Lead: rapid.Int32Range(0, leads-1).Draw(rt, "lead")}, i}
			b.Add(r)
			all = append(all, r)
		}
		g := Group(&b, leads)
		for l := range leads {
			own := slices.DeleteFunc(slices.Clone(all), func(r row) bool { return r.Lead != int32(l) })
			if diff := gocmp.Diff(own, slices.Clone(g.Of(l)), gocmp.AllowUnexported(row{})); len(own) > 0 && diff != "" {
				rt.Fatalf("lead %d as it came (-want +got):\n%s", l, diff)
			}
			tl := Order(g.Of(l))
			byVersion := map[int64][]row{}
			for _, r := range own {
				byVersion[r.Version] = append(byVersion[r.Version], r)
			}
			clash := int64(0)
			var want []Head
			twice, timeless := 0, 0
			for v := int64(1); v <= 9; v++ {
				rows := byVersion[v]
				if len(rows) == 0 {
					continue
				}
				if clash == 0 && slices.ContainsFunc(rows, func(r row) bool { return r.Hash != rows[0].Hash }) {
					clash = v
				}
				first := slices.MinFunc(rows, func(a, b row) int { return cmp.Compare(a.At, b.At) })
				twice += len(rows) - 1
				if first.At == NoTime {
					timeless++
				} else {
					want = append(want, first.Head)
				}
			}
			if clash != 0 {
				if diff := gocmp.Diff(kinds(byVersion[clash]), kinds(tl.Clash)); diff != "" || tl.Rows != nil {
					rt.Fatalf("lead %d: %+v; rows that differ (-want +got):\n%s", l, tl, diff)
				}
				continue
			}
			backwards, latest := 0, int64(NoTime)
			for _, h := range want {
				if h.At < latest {
					backwards++
				}
				latest = max(latest, h.At)
			}
			slices.SortStableFunc(want, func(a, b Head) int { return cmp.Compare(a.At, b.At) })
			var got []Head
			for _, r := range tl.Rows {
				got = append(got, r.Head)
			}
			if diff := gocmp.Diff(want, got); diff != "" || tl.Duplicates != twice || tl.Timeless != timeless || tl.Backwards != backwards {
				rt.Fatalf("lead %d: %d twice, %d without a time, %d backwards; want %d, %d, %d; rows (-want +got):\n%s",
					l, tl.Duplicates, tl.Timeless, tl.Backwards, twice, timeless, backwards, diff)
			}
		}
	})
}

// kinds are the heads of rows, each once.
func kinds(rows []row) map[Head]bool {
	all := map[Head]bool{}
	for _, r := range rows {
		all[r.Head] = true
	}
	return all
}

func TestBlocksKeepTheirOrder(t *testing.T) {
	var b Blocks[int]
	for i := range 3*blockSize + 1 {
		b.Add(i)
	}
	for i := range b.Len() {
		if *b.At(i) != i {
			t.Fatalf("element %d is %d", i, *b.At(i))
		}
	}
}

func TestTwoTextsThatAreApart(t *testing.T) {
	for _, c := range []struct {
		told          []string
		first, second string
	}{
		{[]string{"b", "a", "b"}, "a", "b"},
		{[]string{"b", "b"}, "b", "b"},
		{[]string{"c", "b", "a"}, "a", "b"},
	} {
		if first, second := Apart(c.told); first != c.first || second != c.second {
			t.Errorf("%q: %q and %q, want %q and %q", c.told, first, second, c.first, c.second)
		}
	}
}

// Sorting a lead's rows takes no memory, if they come in order, as most do.
func TestOrderedRowsTakeNoMemory(t *testing.T) {
	rows := make([]row, 6)
	for i := range rows {
		rows[i].Version, rows[i].At = int64(i+1), int64(i)
	}
	if n := testing.AllocsPerRun(100, func() { Order(rows) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
