// Week runs one week of lead management at an invented company: 120 inquiries come
// in, are scored and qualified, sales accepts or rejects them, and on Friday both
// sides look at the funnel and at their own maturity.
//
// The clock is virtual and chance is seeded, so that every run prints the same. Run
// it with -h for its flags.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

const usage = `week runs one week of lead management at an invented company, on a virtual clock,
and prints what happens.

  week [-o report.html]

  -o FILE   write a page with the funnel and the maturity matrix; it is replaced at
            the end and in one piece
  -h        this text

Exit codes: 0; 2 if the flags are not as they should be; 1 for all else.

Example:

  week -o report.html
`

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
}

// run is the program.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	fs := flag.NewFlagSet("week", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	out := fs.String("o", "", "")
	switch err := fs.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		if _, err := io.WriteString(stdout, usage); err != nil {
			return 1
		}
		return 0
	case err != nil:
		fmt.Fprintf(stderr, "week: %v; week -h tells the flags\n", err)
		return 2
	case fs.NArg() > 0:
		fmt.Fprintf(stderr, "week: expected flags only, found %q; week -h tells the flags\n", fs.Arg(0))
		return 2
	}
	if err := week(ctx, *out, stdout); err != nil {
		fmt.Fprintln(stderr, "week:", err)
		return 1
	}
	return 0
}
