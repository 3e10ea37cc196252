// Package lazygc lets a test binary that imports it collect its garbage late. The tests
// of this repository make much garbage and keep little of it, so that with the default
// they would spend a third of their time collecting a few megabytes at a time.
//
// Benchmarks are left with the default, for they compare with code that allocates
// otherwise, and so is a binary for which GOGC is set.
package lazygc

import (
	"os"
	"runtime/debug"
	"slices"
	"strings"
)

func init() {
	benchmarks := slices.ContainsFunc(os.Args, func(arg string) bool { return strings.HasPrefix(arg, "-test.bench=") })
	if !benchmarks && os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}
