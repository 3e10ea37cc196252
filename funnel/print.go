package funnel

import (
	"encoding/binary"
	"hash/maphash"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// printer makes fingerprints of rows: equal for two readings of one row. They
// leave out what may be erased between the two readings (Note, Evidence, the
// actor's id, the key with its hash) and which Spec decided. With a secret seed per report and 64 bits, two different
// rows of one version pass for equal once in 1.8e19 times, whoever wrote them.
type printer struct {
	seed maphash.Seed
	buf  []byte
}

func newPrinter() *printer { return &printer{seed: maphash.MakeSeed()} }

func (p *printer) of(t *lead.Transition) uint64 {
	// A map comes in any order, so its entries are added up.
	var labels uint64
	for name, value := range t.Labels {
		p.buf = p.buf[:0]
		p.text(name)
		p.text(value)
		labels += maphash.Bytes(p.seed, p.buf)
	}
	p.buf = p.buf[:0]
	p.number(labels)
	p.text(t.LeadID)
	p.number(uint64(t.Version))
	p.text(string(t.Event))
	p.text(string(t.From))
	p.text(string(t.To))
	p.text(string(t.Prior))
	p.time(t.At)
	p.time(t.Since)
	p.time(t.Due)
	p.time(t.Recorded)
	p.text(string(t.Actor.Side))
	p.text(string(t.Actor.Kind))
	p.text(t.Reason)
	p.text(t.Criteria)
	p.number(uint64(len(t.Set)))
	for _, name := range t.Set {
		p.text(name)
	}
	if t.Inferred {
		p.buf = append(p.buf, 1)
	}
	return maphash.Bytes(p.seed, p.buf)
}

// text adds a string with its length, so that two fields cannot pass for others.
func (p *printer) text(s string) {
	p.number(uint64(len(s)))
	p.buf = append(p.buf, s...)
}

func (p *printer) number(n uint64) { p.buf = binary.LittleEndian.AppendUint64(p.buf, n) }

// time adds a time as it is kept: cut to the microsecond, whatever its zone.
func (p *printer) time(t time.Time) { p.number(uint64(t.UnixMicro())) }
