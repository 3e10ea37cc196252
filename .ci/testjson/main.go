// Testjson reads what go test -json writes and prints what go test without
// -json would: a line for each package, and before it all that a failing test
// said. Each skipped test is appended, with its message, to the file that is the
// argument:
//
//	go test -json work | go run ./.ci/testjson skipped.txt
//
// It leaves judging to the exit code of go test.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go test -json ... | testjson FILE")
		os.Exit(2)
	}
	if err := run(os.Stdin, os.Stdout, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "testjson:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer, skippedFile string) (err error) {
	skipped, err := os.OpenFile(skippedFile, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := skipped.Close(); err == nil {
			err = cerr
		}
	}()

	s := summary{out: out, skipped: skipped, tests: map[test]*strings.Builder{}, ended: map[string]int{}}
	r := bufio.NewReader(in) // not a Scanner: a test may say a very long line
	for {
		line, err := r.ReadString('\n')
		if line != "" {
			s.line(line)
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(out, "%d tests and subtests passed, %d failed, %d skipped\n",
		s.ended["pass"], s.ended["fail"], s.ended["skip"])
	return err
}

// event is one line of go test -json; see go doc test2json.
type event struct {
	Action, Package, Test, Output string
}

// test is one test, or with an empty name all that stands beside the tests of
// a package.
type test struct{ pkg, name string }

type summary struct {
	out, skipped io.Writer
	tests        map[test]*strings.Builder // what those said that have not ended
	ended        map[string]int            // by how they did
}

func (s *summary) line(line string) {
	var e event
	if json.Unmarshal([]byte(line), &e) != nil {
		fmt.Fprint(s.out, line) // the go command itself speaks plainly
		return
	}
	t := test{e.Package, e.Test}
	switch e.Action {
	case "build-output":
		fmt.Fprint(s.out, e.Output)
	case "output":
		if e.Test != "" || e.Output != "PASS\n" {
			s.of(t).WriteString(e.Output)
		}
	case "pass", "fail", "skip":
		if e.Test == "" {
			s.endPackage(e.Package)
			return
		}
		s.ended[e.Action]++
		if e.Action == "fail" {
			s.of(test{e.Package, ""}).WriteString(s.of(t).String())
		}
		if e.Action == "skip" {
			fmt.Fprintf(s.skipped, "%s %s: %s\n", e.Package, e.Test, message(s.of(t).String()))
		}
		delete(s.tests, t)
	}
}

func (s *summary) of(t test) *strings.Builder {
	if s.tests[t] == nil {
		s.tests[t] = &strings.Builder{}
	}
	return s.tests[t]
}

// endPackage prints what a package said. A panic or a timeout leaves tests
// behind that never ended.
func (s *summary) endPackage(pkg string) {
	var left []test
	for t := range s.tests {
		if t.pkg == pkg && t.name != "" {
			left = append(left, t)
		}
	}
	slices.SortFunc(left, func(a, b test) int { return strings.Compare(a.name, b.name) })
	for _, t := range left {
		fmt.Fprintf(s.out, "--- DID NOT END: %s\n%s", t.name, s.tests[t])
		delete(s.tests, t)
	}
	fmt.Fprint(s.out, s.of(test{pkg, ""}))
	delete(s.tests, test{pkg, ""})
}

// message returns what a test said, without the lines that go test frames it in.
func message(output string) string {
	var words []string
	for line := range strings.Lines(output) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "=== ") && !strings.HasPrefix(line, "--- ") {
			words = append(words, line)
		}
	}
	return strings.Join(words, " ")
}
