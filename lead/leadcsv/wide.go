package leadcsv

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// wide takes the present record of a wide file.
func (b *builder) wide(id uint32) error {
	times, cells := b.part.times, b.part.cells
	for i, ms := range b.mapping.milestones {
		at, err := b.time(ms.at, b.columns.milestones[i])
		if err != nil {
			return err
		}
		times = append(times, at)
	}
	for _, col := range b.columns.labels {
		v, err := b.label(col)
		if err != nil {
			return err
		}
		cells = append(cells, v)
	}
	times, cells = times[len(b.part.times):], cells[len(b.part.cells):]
	if first, ok := b.part.recordOf[id]; ok {
		b.part.Repeated++
		return b.same(id, first, times, cells)
	}
	if err := b.agree(id, cells); err != nil {
		return err
	}
	b.part.recordOf[id] = uint32(len(b.part.lines))
	b.part.lines = append(b.part.lines, b.Line())
	b.part.times = append(b.part.times, times...)
	b.part.cells = append(b.part.cells, cells...)
	for i, at := range times {
		if at == unknown {
			continue
		}
		n, err := b.status(string(b.mapping.milestones[i].status), b.columns.milestones[i])
		if err != nil {
			return err
		}
		if err := b.add(row{lead: id, at: at, status: n}); err != nil {
			return err
		}
	}
	return nil
}

// same compares a lead's second record with its first.
func (b *builder) same(id, first uint32, times []int64, cells []uint32) error {
	p := b.part
	nt, nc := uint32(len(times)), uint32(len(cells))
	for i, was := range p.times[first*nt : first*nt+nt] {
		if times[i] != was {
			return b.differs(id, b.columns.milestones[i], p, first, showTime(was))
		}
	}
	for i, was := range p.cells[first*nc : first*nc+nc] {
		if cells[i] != was {
			return b.differs(id, b.columns.labels[i], p, first, quote(b.values.text[was]))
		}
	}
	return nil
}

// agree compares a lead's labels with those of the wide files before.
func (b *builder) agree(id uint32, cells []uint32) error {
	for _, p := range b.history.parts[:b.number] {
		rec, ok := p.recordOf[id]
		if !ok {
			continue
		}
		for i, name := range b.mapping.labels {
			j := slices.Index(p.labels, name)
			if j < 0 || cells[i] == 0 {
				continue
			}
			if was := p.cells[int(rec)*len(p.labels)+j]; was != 0 && was != cells[i] {
				return b.differs(id, b.columns.labels[i], p, rec, quote(b.values.text[was]))
			}
		}
	}
	return nil
}

func (b *builder) differs(id uint32, col int, p *part, rec uint32, was string) error {
	return b.CellError(col,
		fmt.Sprintf("%s as in %s:%d for lead %s", was, p.Name, p.lines[rec], quote(b.leads.text[id])),
		quote(b.record[col]))
}

func showTime(at int64) string {
	if at == unknown {
		return "no time"
	}
	return strings.TrimSuffix(time.UnixMicro(at).UTC().Format("2006-01-02 15:04:05.999999"), " 00:00:00")
}
