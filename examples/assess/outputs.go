package main

import (
	"os"
	"path/filepath"

	"github.com/leadline-go/leadline/examples/internal/cli"
)

// checkOutputs refuses, before anything is read, files that cannot be written, and one
// file for both.
func checkOutputs(report, kept cli.Output) error {
	if err := report.Check(); err != nil {
		return err
	}
	if err := kept.Check(); err != nil {
		return err
	}
	if report.Name != "" && kept.Name != "" && sameFile(report.Name, kept.Name) {
		return cli.Invalidf("assess: -keep: expected another file than that of -o, found %s", kept.Name)
	}
	return nil
}

// sameFile reports whether two names are those of one file, there or not.
func sameFile(a, b string) bool {
	if filepath.Clean(a) == filepath.Clean(b) {
		return true
	}
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}
