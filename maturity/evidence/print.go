package evidence

import (
	"hash/maphash"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// printer makes fingerprints of rows: equal for two readings of one row. Like those of
// package funnel they leave out what may be erased between the two readings (Note,
// Evidence, the actor's id, the key with its hash) and which Spec decided. They are
// keyed by a secret seed, so that nobody can write two rows that pass for one.
type printer struct {
	seed maphash.Seed
	hash maphash.Hash
}

func newPrinter() *printer {
	p := &printer{seed: maphash.MakeSeed()}
	p.hash.SetSeed(p.seed)
	return p
}

// numbers are the parts of a row that are no text.
type numbers struct {
	version, at, since, due, recorded int64

	texts       [9]uint64
	labels, set uint64
	inferred    bool

	pairs, names int // of labels and set
}

func (p *printer) of(t *lead.Transition) uint64 {
	n := numbers{
		version: t.Version, at: micro(t.At), since: micro(t.Since), due: micro(t.Due), recorded: micro(t.Recorded),
		inferred: t.Inferred, names: len(t.Set), pairs: len(t.Labels),
	}
	// A map comes in any order, so its entries are added up.
	for name, value := range t.Labels {
		n.labels += maphash.Comparable(p.seed, [2]string{name, value})
	}
	for i, s := range [...]string{
		t.LeadID, string(t.Event), string(t.From), string(t.To), string(t.Prior),
		string(t.Actor.Side), string(t.Actor.Kind), t.Reason, t.Criteria,
	} {
		n.texts[i] = maphash.String(p.seed, s)
	}
	if len(t.Set) > 0 {
		p.hash.Reset()
		for _, name := range t.Set {
			maphash.WriteComparable(&p.hash, name)
		}
		n.set = p.hash.Sum64()
	}
	return maphash.Comparable(p.seed, n)
}

// micro is a time as it is kept: cut to the microsecond, whatever its zone.
func micro(t time.Time) int64 { return t.UnixMicro() }
