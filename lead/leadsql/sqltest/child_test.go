package sqltest

import (
	"fmt"
	"os"
)

// childVariable names what the test binary does as a process of its own.
const childVariable = "LEADLINE_SQLTEST_CHILD"

var pid = os.Getpid()

// children are the programs that tests start as processes of their own.
func children() map[string]func() error {
	return map[string]func() error{
		"load":   loadChild,
		"writer": writerChild,
	}
}

func runChild(name string) int {
	run, ok := children()[name]
	if !ok {
		fmt.Fprintf(os.Stderr, "no child %q\n", name)
		return 2
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
