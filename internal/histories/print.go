package histories

import (
	"encoding/binary"
	"hash/maphash"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// Printer makes fingerprints of rows: equal for two readings of one row. They leave out
// what may be erased between the two readings (Note, Evidence, the actor's id, the key
// with its hash) and which Spec decided. Each text and all numbers are hashed with a
// secret seed before they are put together, so that whoever writes two
// different rows of one version has them pass for equal once in 1.8e19 times.
type Printer struct {
	seed    maphash.Seed
	empty   uint64 // of the empty text, which most are
	numbers [7 * 8]byte
}

// NewPrinter returns a printer whose fingerprints are its own: those of two do not
// compare.
func NewPrinter() *Printer {
	p := &Printer{seed: maphash.MakeSeed()}
	p.empty = maphash.String(p.seed, "")
	return p
}

// odd is a multiplier that spreads bits: of the golden ratio.
const odd = 0x9e3779b97f4a7c15

// Of returns the fingerprint of a row.
func (p *Printer) Of(t *lead.Transition) uint64 {
	// A map comes in any order, so its entries are added up, each mixed so that the
	// values of two labels cannot change places.
	var labels uint64
	for name, value := range t.Labels {
		x := (p.text(name)*odd + p.text(value))
		x = (x ^ x>>32) * odd
		labels += x ^ x>>29
	}
	n := p.numbers[:0]
	for _, v := range [...]uint64{
		labels, uint64(t.Version), micro(t.At), micro(t.Since), micro(t.Due), micro(t.Recorded), uint64(len(t.Set))<<1 | flag(t.Inferred),
	} {
		n = binary.LittleEndian.AppendUint64(n, v)
	}
	h := maphash.Bytes(p.seed, n)
	for _, s := range [...]string{
		t.LeadID, string(t.Event), string(t.From), string(t.To), string(t.Prior),
		string(t.Actor.Side), string(t.Actor.Kind), t.Reason, t.Criteria,
	} {
		h = h*odd + p.text(s)
	}
	for _, name := range t.Set {
		h = h*odd + p.text(name)
	}
	return h
}

func (p *Printer) text(s string) uint64 {
	if s == "" {
		return p.empty
	}
	return maphash.String(p.seed, s)
}

// micro is a time as it is kept: cut to the microsecond, whatever its zone.
func micro(t time.Time) uint64 { return uint64(t.UnixMicro()) }

func flag(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}
