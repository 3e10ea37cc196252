package histories

import (
	"cmp"
	"slices"
	"sort"
)

// Grouped is the rows of a history by lead.
type Grouped[R any] struct {
	rows   *Blocks[R]
	order  []uint32 // row numbers; 2^32 rows would be 200 GB of rows
	starts []uint32 // per lead, where its rows start in order; one more at the end
	buffer []R
}

// Group sorts rows by lead, by counting; leads is how many there are.
func Group[R any, P Row[R]](rows *Blocks[R], leads int) *Grouped[R] {
	g := &Grouped[R]{rows: rows, order: make([]uint32, rows.n), starts: make([]uint32, leads+1)}
	for _, b := range rows.list {
		for i := range b {
			g.starts[P(&b[i]).head().Lead+1]++
		}
	}
	for l := range leads {
		g.starts[l+1] += g.starts[l]
	}
	next := slices.Clone(g.starts)
	i := uint32(0)
	for _, b := range rows.list {
		for k := range b {
			l := P(&b[k]).head().Lead
			g.order[next[l]] = i
			next[l]++
			i++
		}
	}
	return g
}

// Of returns a lead's rows as they came. They are a copy, valid until the next call.
func (g *Grouped[R]) Of(lead int) []R {
	g.buffer = g.buffer[:0]
	for _, i := range g.order[g.starts[lead]:g.starts[lead+1]] {
		g.buffer = append(g.buffer, *g.rows.At(int(i)))
	}
	return g.buffer
}

// Timeline is one lead's rows, each once, in the order in which they happened, and what
// was odd about them.
type Timeline[R any] struct {
	Rows       []R // by (At, Version); all have a time
	Duplicates int // rows that were there before
	Backwards  int // rows dated before one of lower version
	Timeless   int // rows without a time; left out of Rows
	Clash      []R // rows that claim one version but differ, each kind at least once; there is nothing else then
}

// Order makes a timeline of the rows of one lead, in place.
func Order[R any, P Row[R]](rows []R) Timeline[R] {
	sorted[R, P](rows, byVersion)
	var tl Timeline[R]
	latest := int64(NoTime)
	kept := rows[:0]
	var before Head
	for i := range rows {
		head := *P(&rows[i]).head()
		if i > 0 && head.Version == before.Version {
			if head.Hash != before.Hash {
				return Timeline[R]{Clash: sameVersion[R, P](rows[i-1:])}
			}
			tl.Duplicates++
			continue
		}
		before = head
		if head.At == NoTime {
			tl.Timeless++
			continue
		}
		if head.At < latest {
			tl.Backwards++
		}
		latest = max(latest, head.At)
		kept = append(kept, rows[i])
	}
	if tl.Backwards > 0 {
		sorted[R, P](kept, byTime)
	}
	tl.Rows = kept
	return tl
}

func byVersion(a, b *Head) int {
	if a.Version != b.Version { // as most are
		return cmp.Compare(a.Version, b.Version)
	}
	return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Hash, b.Hash))
}

func byTime(a, b *Head) int {
	return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Version, b.Version))
}

// sameVersion returns the rows at the front that share their version.
func sameVersion[R any, P Row[R]](rows []R) []R {
	end := 1
	for end < len(rows) && P(&rows[end]).head().Version == P(&rows[0]).head().Version {
		end++
	}
	return rows[:end]
}

// sorted sorts rows by their heads. Most come in order already. The rows stay where they
// are: to hand copies of them to a comparison takes longer than to count them.
func sorted[R any, P Row[R]](rows []R, compare func(a, b *Head) int) {
	for i := 1; i < len(rows); i++ {
		if compare(P(&rows[i-1]).head(), P(&rows[i]).head()) > 0 {
			sort.Sort(byHead[R, P]{rows, compare})
			return
		}
	}
}

type byHead[R any, P Row[R]] struct {
	rows    []R
	compare func(a, b *Head) int
}

func (b byHead[R, P]) Len() int      { return len(b.rows) }
func (b byHead[R, P]) Swap(i, j int) { b.rows[i], b.rows[j] = b.rows[j], b.rows[i] }

func (b byHead[R, P]) Less(i, j int) bool {
	return b.compare(P(&b.rows[i]).head(), P(&b.rows[j]).head()) < 0
}
