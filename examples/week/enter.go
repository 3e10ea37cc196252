package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
)

// reader waits for somebody to press Enter, or for the context to end.
type reader struct {
	ctx   context.Context
	lines chan error // nil for a line; closed when there are no more
	out   io.Writer
}

// newReader begins to read. A read cannot be called off: the goroutine ends with the
// input or, at the latest, with the program.
func newReader(ctx context.Context, in io.Reader, out io.Writer) *reader {
	r := &reader{ctx, make(chan error), out}
	go func() {
		defer close(r.lines)
		for b := bufio.NewReader(in); ; {
			_, err := b.ReadString('\n')
			if err == io.EOF {
				return
			}
			select {
			case r.lines <- err:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return r
}

// pause waits. Where the input has ended nobody can press Enter, and it goes on.
func (r *reader) pause(day string) error {
	fmt.Fprintf(r.out, "%s is over. Enter: go on ", day)
	select {
	case err := <-r.lines:
		if err != nil {
			return fmt.Errorf("week: reading what was typed: %w", err)
		}
		return nil
	case <-r.ctx.Done():
		fmt.Fprintln(r.out)
		return fmt.Errorf("week: interrupted after %s", day)
	}
}
