package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/leadline-go/leadline/examples/internal/cli"
)

// writable refuses, before the week begins, a file of -o that cannot be replaced at its
// end: the leads would be in the database by then, and no second run would take it. It
// makes a file beside it, as is done at the end, and removes it.
func writable(name string) error {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
	}
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return nil // a terminal or a pipe, which nothing is made beside
	}
	f, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*.tmp")
	if err == nil {
		err = errors.Join(f.Close(), os.Remove(f.Name()))
	}
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err
	}
	if err != nil {
		return cli.Invalidf("week: -o: expected a file that can be written, found %s: creating a file beside it: %w", name, err)
	}
	return nil
}
