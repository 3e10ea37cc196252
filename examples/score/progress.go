package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// progress draws a bar on a terminal while something takes longer than a second.
type progress struct {
	w     io.Writer // nil: no terminal
	start time.Time
	drawn time.Time // zero: nothing to be seen
}

func newProgress(stderr io.Writer) *progress {
	p := &progress{start: time.Now()}
	if f, ok := stderr.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			p.w = f
		}
	}
	return p
}

// show draws how much is done, ten times a second at most.
func (p *progress) show(what string, done, total int64) {
	now := time.Now()
	if p.w == nil || total <= 0 || now.Sub(p.start) < time.Second || now.Sub(p.drawn) < time.Second/10 {
		return
	}
	p.drawn = now
	const width = 30
	full := int(width * min(done, total) / total)
	fmt.Fprintf(p.w, "\r\x1b[K%s%s %3d%% %s", strings.Repeat("#", full), strings.Repeat(".", width-full), 100*min(done, total)/total, what)
}

// clear takes the bar away.
func (p *progress) clear() {
	if !p.drawn.IsZero() {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.drawn = time.Time{}
	}
}

// file shows how far a file is read.
func (p *progress) file(f *os.File) io.Reader {
	r := &fileProgress{f: f, p: p}
	if info, err := f.Stat(); err == nil {
		r.total = info.Size()
	}
	return r
}

type fileProgress struct {
	f           *os.File
	p           *progress
	done, total int64
}

func (r *fileProgress) Read(b []byte) (int, error) {
	n, err := r.f.Read(b)
	r.done += int64(n)
	r.p.show("reading "+filepath.Base(r.f.Name()), r.done, r.total)
	return n, err
}

// leads shows how many leads are scored.
func (p *progress) leads(done, of int) { p.show("scoring leads", int64(done), int64(of)) }
