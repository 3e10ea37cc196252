package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Progress draws a bar on a terminal while something takes longer than a second.
type Progress struct {
	w     io.Writer // nil: no terminal
	start time.Time
	drawn time.Time // zero: nothing to be seen
}

// NewProgress begins to count the second. If stderr is no terminal, nothing is ever
// drawn.
func NewProgress(stderr io.Writer) *Progress {
	p := &Progress{start: time.Now()}
	if f, ok := stderr.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			p.w = f
		}
	}
	return p
}

// Show draws how much is done, ten times a second at most; it costs little to call
// it more often. Without a total there is nothing to draw.
func (p *Progress) Show(what string, done, total int64) {
	now := time.Now()
	if p.w == nil || total <= 0 || now.Sub(p.start) < time.Second || now.Sub(p.drawn) < time.Second/10 {
		return
	}
	p.drawn = now
	const width = 30
	full := int(width * min(done, total) / total)
	fmt.Fprintf(p.w, "\r\x1b[K%s%s %3d%% %s", strings.Repeat("#", full), strings.Repeat(".", width-full), 100*min(done, total)/total, what)
}

// Clear takes the bar away, before something else is written.
func (p *Progress) Clear() {
	if !p.drawn.IsZero() {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.drawn = time.Time{}
	}
}

// File reads from f and shows how far.
func (p *Progress) File(f *os.File) io.Reader {
	r := &fileProgress{f: f, p: p}
	if info, err := f.Stat(); err == nil {
		r.total = info.Size()
	}
	return r
}

type fileProgress struct {
	f           *os.File
	p           *Progress
	done, total int64
}

func (r *fileProgress) Read(b []byte) (int, error) {
	n, err := r.f.Read(b)
	r.done += int64(n)
	r.p.Show("reading "+filepath.Base(r.f.Name()), r.done, r.total)
	return n, err
}
